import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { BlobMissingError, BlobStore } from '#blob-store';
import { ConcurrencyLimit } from '#event-sourcing';
import { Injectable } from '@nestjs/common';
import { blobOf } from './document.blob.js';
import { DocumentReader } from './document.reader.js';
import type { DocumentState } from './document.state.js';

/** A document, and its bytes for whoever shows them. */
export interface DocumentWithContent {
  readonly document: DocumentState;
  /** As `DocumentContents.base64`; nothing is read before it is called. */
  readonly base64: () => Promise<string>;
}

/** How many documents are whole in memory at the same time. */
const WHOLES = 4;

/** The bytes of documents. */
@Injectable()
export class DocumentContents {
  private readonly wholes = new ConcurrencyLimit(WHOLES);

  constructor(
    private readonly blobs: BlobStore,
    private readonly documents: DocumentReader,
  ) {}

  /**
   * The bytes, to be read to the end or destroyed. The last piece comes only if all of them together are what the event says,
   * so that nobody takes for whole what is not.
   * @throws DomainError `document_not_found` when the document was deleted meanwhile, and its bytes with it.
   * @throws BlobMissingError, StoreUnavailableError
   */
  async read(document: DocumentState): Promise<Readable> {
    const bytes = await this.blobs.get(blobOf(document)).catch(async (error: unknown) => {
      if (error instanceof BlobMissingError) await this.documents.get(document.org, document.id);
      throw error;
    });
    // Whoever asked may be gone before the first piece is wanted. What reads the bytes has not begun then, and would not close them.
    return Readable.from(verified(bytes, document), { objectMode: false }).once('close', () => bytes.destroy());
  }

  /** The document together with what reads its bytes. */
  withContent(document: DocumentState): DocumentWithContent {
    return { document, base64: () => this.base64(document) };
  }

  /** All of the bytes in base64: some 14 million characters at most. Of many that are asked for at once the others wait, so that they take no memory. */
  base64(document: DocumentState): Promise<string> {
    return this.wholes.run(async () => (await buffer(await this.read(document))).toString('base64'));
  }
}

async function* verified(bytes: Readable, { org, id, sha256 }: DocumentState): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  let last: Uint8Array | undefined;
  for await (const piece of bytes as AsyncIterable<Uint8Array>) {
    if (last !== undefined) yield last;
    hash.update(piece);
    last = piece;
  }
  if (hash.digest('hex') !== sha256) throw new Error(`The bytes of document ${org}.${id} are not those that were uploaded.`);
  if (last !== undefined) yield last;
}
