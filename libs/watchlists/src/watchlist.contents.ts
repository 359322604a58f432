import type { BlobOwner, BlobStore } from '#blob-store';
import type { WatchlistEntry } from './watchlist.entry.js';
import type { WatchlistVersion } from './watchlists.state.js';

/** Bytes of a list's entries, as they are kept; no upload is so large. */
const LIMIT = 64 * 1024 * 1024;

/** The entries of lists, in the blob store: one version is one blob, known by its hash. */
export class WatchlistContents {
  constructor(private readonly blobs: BlobStore) {}

  /**
   * Keeps entries; they are on the disk when it is answered. The same entries of the same list may be kept again.
   * @throws StoreUnavailableError
   */
  async save(org: string, slug: string, entries: readonly WatchlistEntry[]): Promise<{ readonly sha256: string; readonly size: number }> {
    return this.blobs.put(ownerOf(org, slug), lines(entries), LIMIT);
  }

  /**
   * The entries of a version.
   * @throws BlobMissingError
   * @throws StoreUnavailableError
   */
  async load(org: string, { slug, sha256 }: Pick<WatchlistVersion, 'slug' | 'sha256'>): Promise<readonly WatchlistEntry[]> {
    const stream = await this.blobs.get({ ...ownerOf(org, slug), sha256 });
    const chunks = (await stream.toArray()) as Buffer[];
    const text = Buffer.concat(chunks).toString('utf8');
    return text.split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as WatchlistEntry);
  }
}

/** Changing this changes stored data. */
const ownerOf = (org: string, slug: string): BlobOwner => ({ org, holder: `watchlist-${slug}` });

/** A line of JSON for each entry, its fields in the order of the schema. Changing this changes stored data. */
async function* lines(entries: readonly WatchlistEntry[]): AsyncGenerator<Uint8Array> {
  for (const { id, name, aliases, birth_dates, note } of entries) {
    yield Buffer.from(`${JSON.stringify({ id, name, aliases, birth_dates, note })}\n`);
  }
}
