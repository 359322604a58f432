import { hash } from 'node:crypto';
import { BlobMissingError, type BlobRef, type BlobStore } from '#blob-store';
import type { CommandContext } from '#event-sourcing';
import { entriesIn, linesOf } from './entry-lines.js';
import { inTurns } from './in-turns.js';
import { ownerOf, uploadOf } from './watchlist.blob.js';
import type { WatchlistEntry } from './watchlist.entry.js';
import type { WatchlistVersion } from './watchlists.state.js';

/** Bytes of a list's entries, as they are kept; no upload is so large. */
const LIMIT = 64 * 1024 * 1024;

/** The entries of a version are not there, or are not those that were uploaded. */
export class UnreadableWatchlistError extends Error {
  override readonly name = 'UnreadableWatchlistError';
}

/** Where the entries of a version lie. */
type KeptEntries = Pick<WatchlistVersion, 'slug' | 'upload' | 'sha256'>;

/** The entries of lists, in the blob store: one blob for each upload. */
export class WatchlistContents {
  constructor(private readonly blobs: BlobStore) {}

  /**
   * Keeps the entries of an upload; they are on the disk when it is answered.
   * @throws StoreUnavailableError
   */
  async save({ org, commandId }: Pick<CommandContext, 'org' | 'commandId'>, slug: string, entries: readonly WatchlistEntry[]): Promise<KeptEntries & Pick<WatchlistVersion, 'size'>> {
    const upload = uploadOf(commandId);
    const { sha256, size } = await this.blobs.put(ownerOf(org, { slug, upload }), linesOf(entries), LIMIT);
    return { slug, upload, sha256, size };
  }

  /**
   * The entries of a version: exactly those that its event speaks of.
   * @throws UnreadableWatchlistError
   * @throws StoreUnavailableError
   */
  async load(org: string, version: KeptEntries): Promise<readonly WatchlistEntry[]> {
    const bytes = await this.read(refOf(org, version));
    if (hash('sha256', bytes) !== version.sha256) throw new UnreadableWatchlistError(`The entries of ${org}'s list ${version.slug} are not those that were uploaded.`);
    return inTurns(entriesIn(bytes.toString('utf8')));
  }

  /** Removes entries that no version names. What cannot be removed now is removed later, by `sweepWatchlists`. */
  async discard(org: string, kept: KeptEntries): Promise<void> {
    await this.blobs.delete(refOf(org, kept)).catch(() => undefined);
  }

  private async read(ref: BlobRef): Promise<Buffer> {
    try {
      const stream = await this.blobs.get(ref);
      return Buffer.concat((await stream.toArray()) as Buffer[]);
    } catch (error) {
      throw error instanceof BlobMissingError ? new UnreadableWatchlistError(error.message, { cause: error }) : error;
    }
  }
}

const refOf = (org: string, kept: KeptEntries): BlobRef => ({ ...ownerOf(org, kept), sha256: kept.sha256 });
