import type { Readable } from 'node:stream';
import type { BlobOwner, BlobRef } from './blob-ref.js';

/** A blob that was stored. */
export interface StoredBlob extends BlobRef {
  /** Bytes. */
  readonly size: number;
}

/** A blob, and when it was stored. */
export interface DatedBlob extends BlobRef {
  /** Milliseconds since the Unix epoch, by the clock of the disk or of the database. */
  readonly storedAt: number;
}

/** Bytes as they come, in pieces of any size. */
export type ByteSource = AsyncIterable<Uint8Array>;

/**
 * Where the bytes of documents lie: never in an event, and never changed once they are there. What an event names was put
 * here before, so that bytes may lie here which no event names yet, or ever, but never the other way round.
 *
 * A class without code, so that it can stand for itself where dependencies are injected.
 */
export abstract class BlobStore {
  /**
   * Stores all that the source gives, piece by piece; on the disk when it is answered. When the source fails, the call fails
   * with the source's own error and nothing is there. The same bytes of the same owner may be put again.
   *
   * @param limit how many bytes at most.
   * @throws BlobTooLargeError as soon as there are more; nothing is there then, and the source is told to end.
   * @throws StoreUnavailableError when the bytes could not be stored, or it is not known whether they were: put them again.
   * @throws RangeError for an owner whose name cannot be one.
   */
  abstract put(owner: BlobOwner, source: ByteSource, limit: number): Promise<StoredBlob>;

  /**
   * The bytes of a blob, in order. To be read to the end or destroyed.
   * @throws BlobMissingError when there is no such blob.
   * @throws StoreUnavailableError
   */
  abstract get(ref: BlobRef): Promise<Readable>;

  /** Removes a blob for good; one that is not there is removed already. @throws StoreUnavailableError */
  abstract delete(ref: BlobRef): Promise<void>;

  /** Every blob that was stored before this time (milliseconds since the Unix epoch), in any order. */
  abstract storedBefore(time: number): AsyncIterable<DatedBlob>;

  /** Removes what is left of puts and deletes that began before this time and were never finished: their process died. */
  abstract removeUnfinished(time: number): Promise<void>;

  /** Resolves when blobs can be stored and read. @throws StoreUnavailableError */
  abstract check(): Promise<void>;

  /** Gives everything back; no call may follow. */
  abstract close(): Promise<void>;
}

/** There is no such blob. */
export class BlobMissingError extends Error {
  override readonly name = 'BlobMissingError';
  constructor({ org, sha256, holder }: BlobRef) {
    super(`There is no blob ${sha256} of ${org}.${holder}.`);
  }
}

/** A source has more bytes than were allowed. */
export class BlobTooLargeError extends Error {
  override readonly name = 'BlobTooLargeError';
  constructor(readonly limit: number) {
    super(`There are more than ${limit} bytes.`);
  }
}
