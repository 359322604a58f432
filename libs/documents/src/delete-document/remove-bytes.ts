import type { BlobStore } from '#blob-store';
import { type EventStore, parseStreamName } from '#event-sourcing';
import { blobOf } from '../document.blob.js';
import { documentCodec } from '../document.events.js';

/**
 * Removes the bytes of a document that was deleted; those that are gone already are no matter.
 * @param stream of the document.
 * @throws StoreUnavailableError
 */
export async function removeBytes(stream: string, events: EventStore, blobs: BlobStore): Promise<void> {
  const { org, id } = parseStreamName(stream);
  for (const recorded of await events.readStream(stream, { limit: 1 })) {
    const first = documentCodec.decode(recorded);
    if (first.type === 'document-uploaded') await blobs.delete(blobOf({ org, id: Number(id), sha256: first.data.sha256 }));
  }
}
