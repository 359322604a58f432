import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import { CommandRunner } from '#event-sourcing';
import { InMemoryEventStore } from '#event-sourcing/testing';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { decideUploadWatchlist } from './upload-watchlist/upload-watchlist.js';
import type { WatchlistEntry } from './watchlist.entry.js';
import { UnreadableWatchlistError } from './watchlist.contents.js';
import { Watchlists } from './watchlists.js';
import { watchlistsAggregate, watchlistsStream } from './watchlists.state.js';

const entry = (name: string): WatchlistEntry => ({ id: name, name, aliases: [], birth_dates: [], note: null });
const sought = { names: ['Vladimir Petrov'], birthDates: [] };

describe('looking somebody up', () => {
  let store: InMemoryEventStore;
  let runner: CommandRunner;
  let contents: Map<string, readonly WatchlistEntry[]>;
  let loads: number;
  let sizes: Map<string, number>;
  let watchlists: Watchlists;
  beforeEach(() => {
    store = new InMemoryEventStore();
    runner = new CommandRunner(store);
    contents = new Map();
    loads = 0;
    sizes = new Map();
    watchlists = new Watchlists(store, {
      load: async (_, { sha256 }) => {
        loads++;
        const entries = contents.get(sha256);
        if (!entries) throw new UnreadableWatchlistError('They are lost.');
        return entries;
      },
    });
  });

  async function publish(org: string, slug: string, sha256: string, entries: readonly WatchlistEntry[]): Promise<void> {
    contents.set(sha256, entries);
    const command = { slug, upload: sha256, sha256, size: sizes.get(sha256) ?? 1, entries: entries.length };
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

  it('finds the version in force behind many of other lists', async () => {
    await publish('acme', 'fraud', 'aa', [entry('Ada Lovelace')]);
    await publish('acme', 'fraud', 'bb', [entry('Vladimir Petrov')]);
    for (let n = 0; n < 45; n++) await publish('acme', `list-${n}`, `c${n}`, []);
    expect(await watchlists.screen('acme', 'fraud', sought, 0.85)).toMatchObject({ version: 2, found: 1 });
    expect(await watchlists.screen('acme', 'list-24', sought, 0.85)).toMatchObject({ version: 1, found: 0 });
    expect(await watchlists.screen('acme', 'nobodys', sought, 0.85)).toBeUndefined();
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

  it('is given up with its signal', async () => {
    await publish('acme', 'fraud', 'aa', Array.from({ length: 20_000 }, (_, n) => entry(`Vladimir Petrov ${n}`)));
    await expect(watchlists.screen('acme', 'fraud', sought, 0.5, AbortSignal.abort())).rejects.toThrow('aborted');
  });

  it('loads a list once, however many are looked up at the same time', async () => {
    await publish('acme', 'fraud', 'aa', [entry('Ada Lovelace')]);
    await Promise.all(Array.from({ length: 8 }, () => watchlists.screen('acme', 'fraud', sought, 0.85)));
    expect(loads).toBe(1);
  });

  it('fails while the entries are lost, and finds them when they are back', async () => {
    await publish('acme', 'fraud', 'aa', [entry('Vladimir Petrov')]);
    contents.clear();
    for (let time = 0; time < 2; time++) await expect(watchlists.screen('acme', 'fraud', sought, 0.85)).rejects.toThrow('lost');
    contents.set('aa', [entry('Vladimir Petrov')]);
    expect(await watchlists.screen('acme', 'fraud', sought, 0.85)).toMatchObject({ found: 1 });
  });

  it('keeps as many lists in memory as there is room for, the one that was used last always', async () => {
    const [large, small] = [10 * 1024 * 1024, 1024];
    for (const [slug, sha256, size] of [['one', 'aa', large], ['two', 'bb', large], ['three', 'cc', small]] as const) {
      sizes.set(sha256, size);
      await publish('acme', slug, sha256, [entry(slug)]);
    }
    for (const slug of ['three', 'one', 'three', 'two', 'three', 'two']) await watchlists.screen('acme', slug, sought, 0.85);
    expect(loads).toBe(3);
    await watchlists.screen('acme', 'one', sought, 0.85);
    expect(loads).toBe(4);
  });
});
