import { createHash } from 'node:crypto';
import { StoreUnavailableError } from '#event-sourcing';
import type { BlobOwner } from '../blob-ref.js';
import { BlobTooLargeError, type ByteSource, type StoredBlob } from '../blob-store.js';

/** A source on its way into an engine: hashed, counted and limited as it passes, so that nothing has to be read twice. */
export class MeasuredSource {
  readonly #hash = createHash('sha256');
  #size = 0;
  #failure: { readonly error: unknown } | undefined;
  #blob: StoredBlob | undefined;

  constructor(
    private readonly owner: BlobOwner,
    private readonly source: ByteSource,
    private readonly limit: number,
  ) {}

  /** The bytes; to be gone through once. @throws BlobTooLargeError, and whatever the source throws. */
  async *bytes(): AsyncGenerator<Uint8Array> {
    try {
      for await (const piece of this.source) {
        this.#size += piece.length;
        if (this.#size > this.limit) throw new BlobTooLargeError(this.limit);
        this.#hash.update(piece);
        yield piece;
      }
      this.#blob = { ...this.owner, sha256: this.#hash.digest('hex'), size: this.#size };
    } catch (error) {
      this.#failure = { error };
      throw error;
    }
  }

  /** What it was, once all bytes have passed. */
  get blob(): StoredBlob {
    if (this.#blob === undefined) throw new Error('A blob was named before all of it was read.');
    return this.#blob;
  }

  /** Whether it was the source that ended the put, which then never saw its end. */
  get hasFailed(): boolean {
    return this.#failure !== undefined;
  }

  /** The error of a put that failed: the source's own, or that the store could not do it. */
  errorOf(error: unknown): unknown {
    return error === this.#failure?.error ? error : unavailable(error);
  }
}

/** What an engine could not do. */
export const unavailable = (cause: unknown): StoreUnavailableError =>
  new StoreUnavailableError(`The blob store does not answer: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
