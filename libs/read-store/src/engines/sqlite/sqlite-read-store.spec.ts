import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { buildsRegister } from '#event-sourcing';
import type { Condition } from '../../query.js';
import type { ReadStore } from '../../read-store.js';
import { readStoreContract } from '../../testing/read-store.contract.js';
import { openReadStore } from '../index.js';
import { openSqliteReadStore } from './sqlite-read-store.js';

const newDirectory = (): string => mkdtempSync(join(tmpdir(), 'casetrail-reads-'));

readStoreContract('the embedded engine', async () => {
  const directory = newDirectory();
  const path = join(directory, 'reads.db');
  const opened: ReadStore[] = [openSqliteReadStore({ path })];
  return {
    store: opened[0]!,
    another: async () => {
      const store = openSqliteReadStore({ path });
      opened.push(store);
      return store;
    },
    dispose: async () => {
      for (const store of opened) await store.close();
      rmSync(directory, { recursive: true });
    },
  };
});

describe('the embedded read store', () => {
  let directory: string;
  let path: string;
  beforeEach(() => {
    directory = newDirectory();
    path = join(directory, 'made', 'on', 'the', 'way', 'reads.db');
  });
  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  it('makes its file, and holds what it held when it is opened again', async () => {
    const first = await openReadStore(`sqlite:${path}`);
    await first.moveRegister('r', undefined, 'one');
    await first.close();
    const second = await openReadStore(`sqlite:${path}`);
    expect(await second.getRegister('r')).toBe('one');
    await second.close();
  });

  it('only reads when it is told so, and may be the first to come', async () => {
    const reader = await openReadStore(`sqlite:${path}`, { readOnly: true });
    const writer = openSqliteReadStore({ path });
    await expect(reader.moveRegister('r', undefined, 'one')).rejects.toThrow(/read/i);
    await writer.moveRegister('r', undefined, 'one');
    expect(await reader.getRegister('r')).toBe('one');
    await reader.close();
    await writer.close();
  });

  it('refuses a file that is something else, or of another version', async () => {
    const foreign = join(directory, 'foreign.db');
    const database = new DatabaseSync(foreign);
    database.exec('CREATE TABLE t (a)');
    database.close();
    expect(() => openSqliteReadStore({ path: foreign })).toThrow('not a read store');
    const text = join(directory, 'text.db');
    writeFileSync(text, 'hello '.repeat(100));
    expect(() => openSqliteReadStore({ path: text })).toThrow();
    await openSqliteReadStore({ path }).close();
    const newer = new DatabaseSync(path);
    newer.exec('PRAGMA user_version = 99');
    newer.close();
    expect(() => openSqliteReadStore({ path })).toThrow('another version');
  });

  it('counts a document once in a file of version 1, where triggers did that', async () => {
    const spec = { indexes: [['org']], counts: [['org']] };
    const made = openSqliteReadStore({ path });
    await (await made.openCollection('things_v1_1', spec)).prepareForQueries();
    await made.close();
    const old = new DatabaseSync(path);
    old.exec(`
      CREATE TRIGGER "things_v1_1.count.org.insert" AFTER INSERT ON "things_v1_1.documents" BEGIN
        INSERT INTO "things_v1_1.counts" VALUES ('org', json_array(NEW."$.org"), 1) ON CONFLICT DO UPDATE SET documents = documents + 1;
      END;
      PRAGMA user_version = 1`);
    old.close();

    const store = openSqliteReadStore({ path });
    const active = { id: 'v1_1', version: 1, collections: ['things_v1_1'] };
    await store.moveRegister(buildsRegister('things'), undefined, JSON.stringify({ active, retired: [], generation: 1 }));
    const things = await store.openCollection('things_v1_1', spec);
    await things.write([{ id: '1', replaces: undefined, position: '01', body: { id: 1, org: 'acme' } }]);
    expect(await store.count('things', [{ field: 'org', eq: 'acme' }])).toBe(1);
    await store.close();
  });

  describe('with more documents than it sorts', () => {
    const spec = { indexes: [['org', 'id', 'score'], ['org', 'kind', 'id'], ['org', 'score', 'id'], ['org', 'search_words']], counts: [] };
    const bodies = Array.from({ length: 2_400 }, (_, n) => ({
      id: n + 1,
      org: 'acme',
      kind: n % 3 === 0 ? 'rare' : 'common',
      score: (n * 7) % 11,
      search_words: [n % 2 === 0 ? 'even' : 'odd', n % 4 === 0 ? 'evening' : `n${n}`, n % 100 === 0 ? 'seldom' : 'often'],
    }));
    const holds = (body: (typeof bodies)[number], beginning: string): boolean => body.search_words.some((word) => word.startsWith(beginning));
    let store: ReadStore;
    beforeEach(async () => {
      store = openSqliteReadStore({ path });
      const things = await store.openCollection('things_v1_1', spec);
      await things.write(bodies.map((body) => ({ id: String(body.id), replaces: undefined, position: '01', body })));
      await things.prepareForQueries();
      const active = { id: 'v1_1', version: 1, collections: ['things_v1_1'] };
      await store.moveRegister(buildsRegister('things'), undefined, JSON.stringify({ active, retired: [], generation: 1 }));
    });
    afterEach(() => store.close());

    const filters: [string, readonly Condition[], (body: (typeof bodies)[number]) => boolean][] = [
      ['one value of many', [{ field: 'kind', eq: 'common' }], ({ kind }) => kind === 'common'],
      ['one value of few', [{ field: 'kind', eq: 'rare' }], ({ kind }) => kind === 'rare'],
      ['a range of many', [{ field: 'score', gte: 3 }], ({ score }) => score >= 3],
      ['a range of few', [{ field: 'score', lt: 2 }], ({ score }) => score < 2],
      ['a word of many', [{ words: ['even'] }], (body) => holds(body, 'even')],
      ['a word of few', [{ words: ['sel'] }], (body) => holds(body, 'sel')],
      ['words of many and of few', [{ words: ['even'] }, { words: ['evening', 'seldom'] }], (body) => holds(body, 'evening') && holds(body, 'seldom')],
      ['words, a value and a range', [{ words: ['even'] }, { field: 'kind', eq: 'rare' }, { field: 'score', gt: 4, lte: 9 }], (body) => holds(body, 'even') && body.kind === 'rare' && body.score > 4 && body.score <= 9],
      ['nothing', [{ words: ['odd', 'evening'] }], () => false],
    ];
    const orders = [{ field: 'id', direction: 'desc' }, { field: 'id', direction: 'asc' }, { field: 'score', direction: 'desc' }] as const;

    it.each(filters)('gives the same pages of %s, found in order or found and then sorted', async (_, conditions, meets) => {
      const filter = [{ field: 'org', eq: 'acme' }, ...conditions];
      expect(await store.count('things', filter)).toBe(bodies.filter(meets).length);
      for (const sort of orders) {
        const sign = sort.direction === 'asc' ? 1 : -1;
        const expected = bodies.filter(meets).sort((a, b) => sign * (a[sort.field] - b[sort.field] || a.id - b.id));
        expect(await store.find('things', { filter, sort, limit: 50 })).toEqual(expected.slice(0, 50));
        expect(await store.find('things', { filter, sort, skip: 700, limit: 50 })).toEqual(expected.slice(700, 750));
        const place = expected[Math.min(99, expected.length - 1)];
        if (place === undefined) continue;
        const after = { value: place[sort.field], id: place.id };
        expect(await store.find('things', { filter, sort, after, limit: 50 })).toEqual(expected.slice(100, 150));
      }
    });
  });

  it('refuses a URL of another engine, naming the setting and not what may be secret in it', async () => {
    await expect(openReadStore('redis://user:password@host')).rejects.toThrow('READ_STORE_URL');
    await expect(openReadStore('redis://user:password@host')).rejects.not.toThrow('password');
    await expect(openReadStore('')).rejects.toThrow('READ_STORE_URL');
  });
});
