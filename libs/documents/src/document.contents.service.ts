import { createHash } from 'node:crypto';
import { BlobStore } from '#blob-store';
import { Injectable } from '@nestjs/common';
import { blobOf } from './document.blob.js';
import type { DocumentState } from './document.state.js';

/** A document, and its bytes for whoever shows them. */
export interface DocumentWithContent {
  readonly document: DocumentState;
  /** As `DocumentContents.base64`; nothing is read before it is called. */
  readonly base64: () => Promise<string>;
}

/** The bytes of documents. */
@Injectable()
export class DocumentContents {
  constructor(private readonly blobs: BlobStore) {}

  /**
   * The bytes, in pieces. The last piece comes only if all of them together are what the event says, so that nobody
   * takes for whole what is not.
   * @throws BlobMissingError, StoreUnavailableError
   */
  async read(document: DocumentState): Promise<AsyncIterable<Uint8Array>> {
    return verified((await this.blobs.get(blobOf(document))) as AsyncIterable<Uint8Array>, document);
  }

  /** The document together with what reads its bytes. */
  withContent(document: DocumentState): DocumentWithContent {
    return { document, base64: () => this.base64(document) };
  }

  /** All of the bytes in base64: some 14 million characters at most. */
  async base64(document: DocumentState): Promise<string> {
    const pieces: Uint8Array[] = [];
    for await (const piece of await this.read(document)) pieces.push(piece);
    return Buffer.concat(pieces).toString('base64');
  }
}

async function* verified(bytes: AsyncIterable<Uint8Array>, { org, id, sha256 }: DocumentState): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  let last: Uint8Array | undefined;
  for await (const piece of bytes) {
    if (last !== undefined) yield last;
    hash.update(piece);
    last = piece;
  }
  if (hash.digest('hex') !== sha256) throw new Error(`The bytes of document ${org}.${id} are not those that were uploaded.`);
  if (last !== undefined) yield last;
}
