import type { EventStore } from '#event-sourcing';
import { inTurns } from './in-turns.js';
import { findMatches, type PreparedEntry, prepareEntries, type ScreenedName, type WatchlistMatch } from './match/find-matches.js';
import { PreparedLists } from './prepared-lists.js';
import type { WatchlistContents } from './watchlist.contents.js';
import { versionInForce, type WatchlistVersion } from './watchlists.state.js';

/** What a list says of somebody. */
export interface Screening {
  readonly slug: string;
  readonly version: number;
  readonly sha256: string;
  /** How many entries were compared. */
  readonly entries: number;
  /** How many of them are matches. */
  readonly found: number;
  /** The best of them. */
  readonly matches: readonly WatchlistMatch[];
}

/** The most matches that a screening shows, and how large they are together, as JSON: it becomes part of an event. */
const SHOWN = 50;
const SHOWN_BYTES = 32 * 1024;
/** Bytes of lists that are kept in memory, as they lie in the blob store: some 150,000 entries. Prepared they are about ten times as much. */
const REMEMBERED = 16 * 1024 * 1024;

/** Looks people up in organizations' own lists. Lists are kept in memory, as far as there is room, prepared for comparison. */
export class Watchlists {
  private readonly prepared = new PreparedLists(REMEMBERED);

  constructor(
    private readonly store: EventStore,
    private readonly contents: Pick<WatchlistContents, 'load'>,
  ) {}

  /**
   * Compares somebody with every entry of the version of a list that is in force. Others have their turn in between: a long
   * list holds up nothing else.
   *
   * @param threshold the lowest score of a match, 0…1.
   * @param signal gives it up.
   * @returns undefined when the organization has no such list.
   * @throws UnreadableWatchlistError when it has one whose entries are lost or damaged.
   * @throws StoreUnavailableError
   * @throws AbortError
   */
  async screen(org: string, slug: string, sought: ScreenedName, threshold: number, signal?: AbortSignal): Promise<Screening | undefined> {
    const version = await versionInForce(this.store, org, slug);
    if (version === undefined) return undefined;
    const entries = await this.prepared.get(version, () => this.prepare(org, version));
    const found = await inTurns(findMatches(sought, entries, threshold), signal);
    return { slug, version: version.version, sha256: version.sha256, entries: entries.length, found: found.length, matches: theBestOf(found) };
  }

  private async prepare(org: string, version: WatchlistVersion): Promise<readonly PreparedEntry[]> {
    return inTurns(prepareEntries(await this.contents.load(org, version)));
  }
}

/** The best match, however large it is, and as many more as there is room for. */
function theBestOf(found: readonly WatchlistMatch[]): readonly WatchlistMatch[] {
  let bytes = 0;
  return found.slice(0, SHOWN).filter((match, index) => {
    bytes += Buffer.byteLength(JSON.stringify(match));
    return index === 0 || bytes <= SHOWN_BYTES;
  });
}
