import { BlobStore, BlobTooLargeError, type StoredBlob } from '#blob-store';
import { type CommandContext, CommandRunner, IdBlocks } from '#event-sourcing';
import { RecognisedFile } from '#uploads';
import { Injectable, PayloadTooLargeException } from '@nestjs/common';
import { blobOwner, MAX_DOCUMENT_BYTES } from '../document.blob.js';
import { documentAggregate, documentStream } from '../document.state.js';

/** Bytes that are stored, of a type that is taken. */
export interface StoredFile {
  readonly blob: StoredBlob;
  readonly contentType: string;
}

/**
 * The bytes of uploads, until their documents are made. Whatever dies in between leaves bytes that no event names, which `sweepBlobs`
 * removes.
 */
@Injectable()
export class UploadedBytes {
  constructor(
    private readonly blobs: BlobStore,
    private readonly ids: IdBlocks,
    private readonly runner: CommandRunner,
  ) {}

  /**
   * Stores the bytes while they come, under an id that nobody else has: it is the document's, if there will be one.
   * @throws DomainError for what is no file that is taken, PayloadTooLargeException, StoreUnavailableError; nothing is stored then.
   */
  async store(bytes: AsyncIterable<Uint8Array>, org: string): Promise<StoredFile> {
    const id = await this.ids.next({ org }, 'document');
    const recognised = new RecognisedFile(bytes);
    try {
      const blob = await this.blobs.put(blobOwner(org, id), recognised.bytes(), MAX_DOCUMENT_BYTES);
      return { blob, contentType: recognised.contentType };
    } catch (error) {
      throw error instanceof BlobTooLargeError ? new PayloadTooLargeException() : error;
    }
  }

  /** What cannot be removed now is removed later, by whoever looks for bytes that no event names. */
  async discard(blob: StoredBlob): Promise<void> {
    await this.blobs.delete(blob).catch(() => undefined);
  }

  /** Sees to it that the bytes lie under the id of the request's document, and gives that. */
  async underOwnId(blob: StoredBlob, context: CommandContext): Promise<number> {
    const reserved = Number(blob.holder);
    const { id, isMade } = await this.ownId(reserved, context);
    if (id === reserved) return id;
    if (!isMade) await this.copy(blob, id);
    await this.discard(blob);
    return id;
  }

  /**
   * A request that came before has the id that it took then, and perhaps its document. Where that id was given up since, it takes
   * the next one. Nothing is taken for a request that is refused.
   */
  private async ownId(reserved: number, context: CommandContext): Promise<{ readonly id: number; readonly isMade: boolean }> {
    for (;;) {
      const id = context.claim ? await context.claim.id('document', async () => reserved) : reserved;
      if (id === reserved) return { id, isMade: false };
      const { resent, revision } = await this.runner.run(documentAggregate, documentStream(context.org, id), () => [], context);
      if (resent || revision < 0) return { id, isMade: resent };
    }
  }

  private async copy(blob: StoredBlob, id: number): Promise<void> {
    const bytes = await this.blobs.get(blob);
    try {
      await this.blobs.put(blobOwner(blob.org, id), bytes, blob.size);
    } finally {
      // A store that is away has not begun to read them.
      bytes.destroy();
    }
  }
}
