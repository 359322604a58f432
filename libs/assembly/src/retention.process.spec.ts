import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { type BlobStore, BlobMissingError } from '#blob-store';
import { openFolderBlobStore } from '#blob-store/engines';
import { blobOf, blobOwner, documentAggregate, type DocumentEvent, documentStream } from '#documents';
import { type CommandContext, CommandRunner, StoreUnavailableError } from '#event-sourcing';
import { InMemoryEventStore } from '#event-sourcing/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { removeBytesOfDeleted } from './retention.process.js';
import { runProcessManager } from './testing/run-process-manager.js';

const context = (commandId: string): CommandContext => ({ org: 'acme', actor: 'system:spec', commandId, correlationId: commandId, now: 0 });

describe('the bytes of documents that were deleted', () => {
  let folder: string;
  let blobs: BlobStore;
  const store = new InMemoryEventStore();
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'casetrail-'));
    blobs = openFolderBlobStore(folder);
  });
  afterEach(async () => {
    await blobs.close();
    await rm(folder, { recursive: true });
  });

  /** A document with its bytes. */
  async function upload(id: number): Promise<{ readonly org: string; readonly id: number; readonly sha256: string }> {
    const { sha256, size } = await blobs.put(blobOwner('acme', id), Readable.from([Buffer.from('the same bytes')]), 1_000);
    const data = { document_id: id, customer_id: null, original_name: 'a.txt', content_type: 'text/plain', size, sha256, linked_to: null, delete_after: 0 };
    await append(id, { type: 'document-uploaded', data });
    return { org: 'acme', id, sha256 };
  }
  const append = (id: number, event: DocumentEvent) =>
    new CommandRunner(store).run(documentAggregate, documentStream('acme', id), () => [event], context(`${event.type}/${id}`));

  const run = (blobStore: BlobStore): Promise<void> => runProcessManager(removeBytesOfDeleted, store, { blobStore });

  it('are removed after the event, and again when the process died before it knew; those of others stay', async () => {
    const [deleted, kept] = [await upload(1), await upload(2)];
    await append(1, { type: 'document-deleted', data: {} });
    expect(await blobs.get(blobOf(deleted)).then((bytes) => bytes.destroy().destroyed)).toBe(true);
    for (let times = 0; times < 2; times++) {
      await run(blobs);
      await expect(blobs.get(blobOf(deleted))).rejects.toThrow(BlobMissingError);
    }
    expect(await blobs.get(blobOf(kept)).then((bytes) => bytes.destroy().destroyed)).toBe(true);
  });

  it('are removed in the end though the store is away for a while', async () => {
    const deleted = await upload(3);
    await append(3, { type: 'document-deleted', data: {} });
    let outages = 2;
    const removeWhenThere: BlobStore['delete'] = async (ref) => {
      if (outages-- > 0) throw new StoreUnavailableError('The store is away.');
      await blobs.delete(ref);
    };
    await run(Object.assign(Object.create(blobs) as BlobStore, { delete: removeWhenThere }));
    await expect(blobs.get(blobOf(deleted))).rejects.toThrow(BlobMissingError);
  });
});
