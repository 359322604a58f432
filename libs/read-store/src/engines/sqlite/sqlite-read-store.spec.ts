import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { buildsRegister } from '#event-sourcing';
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

  it('gives the same pages of many documents, found in order, as of few, found and then sorted', async () => {
    const store = openSqliteReadStore({ path });
    const spec = { indexes: [['org', 'id'], ['org', 'kind', 'id'], ['org', 'score', 'id']], counts: [] };
    const things = await store.openCollection('things_v1_1', spec);
    const bodies = Array.from({ length: 2_400 }, (_, n) => ({ id: n + 1, org: 'acme', kind: n % 3 === 0 ? 'rare' : 'common', score: (n * 7) % 11 }));
    await things.write(bodies.map((body) => ({ id: String(body.id), replaces: undefined, position: '01', body })));
    await things.prepareForQueries();
    const active = { id: 'v1_1', version: 1, collections: ['things_v1_1'] };
    await store.moveRegister(buildsRegister('things'), undefined, JSON.stringify({ active, retired: [], generation: 1 }));

    for (const kind of ['rare', 'common']) {
      const expected = bodies.filter((body) => body.kind === kind).sort((a, b) => b.score - a.score || b.id - a.id);
      const query = { filter: [{ field: 'org', eq: 'acme' }, { field: 'kind', eq: kind }], sort: { field: 'score', direction: 'desc' }, limit: 50 } as const;
      expect(await store.find('things', { ...query, skip: 700 })).toEqual(expected.slice(700, 750));
      expect(await store.find('things', { ...query, after: { value: expected[99]!.score, id: expected[99]!.id } })).toEqual(expected.slice(100, 150));
    }
    await store.close();
  });

  it('refuses a URL of another engine, naming the setting and not what may be secret in it', async () => {
    await expect(openReadStore('redis://user:password@host')).rejects.toThrow('READ_STORE_URL');
    await expect(openReadStore('redis://user:password@host')).rejects.not.toThrow('password');
    await expect(openReadStore('')).rejects.toThrow('READ_STORE_URL');
  });
});
