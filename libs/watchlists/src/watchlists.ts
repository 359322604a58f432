import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import type { CommandRunner } from '#event-sourcing';
import { byScore, findMatches, type PreparedEntry, prepareEntry, type ScreenedName, type WatchlistMatch } from './match/find-matches.js';
import type { WatchlistContents } from './watchlist.contents.js';
import { currentVersion, watchlistsAggregate, watchlistsStream, type WatchlistVersion } from './watchlists.state.js';

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
/** How many entries are prepared or compared before others have their turn: about a millisecond or two. */
const SLICE = 200;
/** How many entries are kept in memory, of all lists together: about half a kilobyte each. */
const REMEMBERED = 200_000;

/** Looks people up in organizations' own lists. Lists are kept in memory, as far as there is room, prepared for comparison. */
export class Watchlists {
  /** By hash: the same entries are the same, whosever they are. The one that was used last stands last. */
  private readonly prepared = new Map<string, readonly PreparedEntry[]>();

  constructor(
    private readonly runner: CommandRunner,
    private readonly contents: Pick<WatchlistContents, 'load'>,
  ) {}

  /**
   * Compares somebody with every entry of the version of a list that is in force. Others have their turn in between: a long
   * list holds up nothing else.
   *
   * @param threshold the lowest score of a match, 0…1.
   * @returns undefined when the organization has no such list.
   */
  async screen(org: string, slug: string, sought: ScreenedName, threshold: number): Promise<Screening | undefined> {
    const { state } = await this.runner.read(watchlistsAggregate, watchlistsStream(org));
    const version = currentVersion(state, slug);
    if (version === undefined) return undefined;
    const entries = await this.entriesOf(org, version);
    const found: WatchlistMatch[] = [];
    for await (const slice of slices(entries)) found.push(...findMatches(sought, slice, threshold));
    const matches = theBestOf(found);
    return { slug, version: version.version, sha256: version.sha256, entries: entries.length, found: found.length, matches };
  }

  private async entriesOf(org: string, version: WatchlistVersion): Promise<readonly PreparedEntry[]> {
    const known = this.prepared.get(version.sha256);
    const entries = known ?? (await this.prepare(org, version));
    this.prepared.delete(version.sha256);
    this.prepared.set(version.sha256, entries);
    this.forgetOldest();
    return entries;
  }

  private async prepare(org: string, version: WatchlistVersion): Promise<readonly PreparedEntry[]> {
    const entries: PreparedEntry[] = [];
    for await (const slice of slices(await this.contents.load(org, version))) entries.push(...slice.map(prepareEntry));
    return entries;
  }

  private forgetOldest(): void {
    let remembered = [...this.prepared.values()].reduce((sum, entries) => sum + entries.length, 0);
    for (const [sha256, entries] of this.prepared) {
      if (remembered <= REMEMBERED || this.prepared.size === 1) return;
      this.prepared.delete(sha256);
      remembered -= entries.length;
    }
  }
}

/** The best match, however large it is, and as many more as there is room for. */
function theBestOf(found: readonly WatchlistMatch[]): readonly WatchlistMatch[] {
  const best = found.toSorted(byScore).slice(0, SHOWN);
  let bytes = 0;
  return best.filter((match, index) => {
    bytes += Buffer.byteLength(JSON.stringify(match));
    return index === 0 || bytes <= SHOWN_BYTES;
  });
}

async function* slices<Item>(items: readonly Item[]): AsyncGenerator<readonly Item[]> {
  for (let from = 0; from < items.length; from += SLICE) {
    yield items.slice(from, from + SLICE);
    await turnOfTheLoop();
  }
}
