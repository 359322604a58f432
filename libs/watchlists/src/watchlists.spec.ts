import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import { CommandRunner } from '#event-sourcing';
import { InMemoryEventStore } from '#event-sourcing/testing';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { decideUploadWatchlist } from './upload-watchlist/upload-watchlist.js';
import type { WatchlistEntry } from './watchlist.entry.js';
import { Watchlists } from './watchlists.js';
import { watchlistsAggregate, watchlistsStream } from './watchlists.state.js';

const entry = (name: string): WatchlistEntry => ({ id: name, name, aliases: [], birth_dates: [], note: null });
const sought = { names: ['Vladimir Petrov'], birthDates: [] };

describe('looking somebody up', () => {
  let runner: CommandRunner;
  let contents: Map<string, readonly WatchlistEntry[]>;
  let loads: number;
  let watchlists: Watchlists;
  beforeEach(() => {
    runner = new CommandRunner(new InMemoryEventStore());
    contents = new Map();
    loads = 0;
    watchlists = new Watchlists(runner, {
      load: async (_, { sha256 }) => {
        loads++;
        return contents.get(sha256) ?? [];
      },
    });
  });

  async function publish(org: string, slug: string, sha256: string, entries: readonly WatchlistEntry[]): Promise<void> {
    contents.set(sha256, entries);
    const command = { slug, sha256, size: 1, entries: entries.length };
    const context = { org, actor: 'client:spec', commandId: sha256, correlationId: sha256, now: 0 };
    await runner.run(watchlistsAggregate, watchlistsStream(org), (state) => decideUploadWatchlist(command, state), context);
  }

  it('goes by the version in force, which is kept in memory', async () => {
    await publish('acme', 'fraud', 'aa', [entry('Ada Lovelace')]);
    expect(await watchlists.screen('acme', 'fraud', sought, 0.85)).toEqual({ slug: 'fraud', version: 1, sha256: 'aa', entries: 1, found: 0, matches: [] });
    await publish('acme', 'fraud', 'bb', [entry('Ada Lovelace'), entry('Petrov Vladimir')]);
    for (let time = 0; time < 2; time++) {
      expect(await watchlists.screen('acme', 'fraud', sought, 0.85)).toMatchObject({ version: 2, sha256: 'bb', entries: 2, found: 1, matches: [{ score: 1 }] });
    }
    expect(loads).toBe(2);
  });

  it('finds no list of another organization', async () => {
    await publish('globex', 'fraud', 'aa', [entry('Vladimir Petrov')]);
    expect(await watchlists.screen('acme', 'fraud', sought, 0.85)).toBeUndefined();
  });

  it('shows only as many matches as an event has room for, the best one always', async () => {
    const large = (n: number): WatchlistEntry => ({ ...entry(`Vladimir Petrov ${n}`), aliases: Array.from({ length: 100 }, () => 'x'.repeat(500)) });
    await publish('acme', 'fraud', 'aa', [large(1), large(2), large(3)]);
    const screening = await watchlists.screen('acme', 'fraud', sought, 0.85);
    expect([screening?.found, screening?.matches.length]).toEqual([3, 1]);
  });

  it('shows the best of many matches, and lets others have their turn meanwhile', async () => {
    await publish('acme', 'fraud', 'aa', Array.from({ length: 1_000 }, (_, n) => entry(`Vladimir Petrov ${n}`)));
    let turns = 0;
    const counting = new AbortController();
    const others = (async () => {
      for (; !counting.signal.aborted; turns++) await turnOfTheLoop();
    })();
    const screening = await watchlists.screen('acme', 'fraud', sought, 0.85);
    counting.abort();
    await others;
    expect([screening?.found, screening?.matches.length]).toEqual([1_000, 50]);
    expect(turns).toBeGreaterThan(5);
  });
});
