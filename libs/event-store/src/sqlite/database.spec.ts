import { writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { StoreUnavailableError } from '#event-sourcing';
import { type TemporaryDirectory, temporaryDirectory } from '../testing/temporary-directory.js';
import { openForWriting, prepareFile } from './database.js';
import { openSqliteEventStore, openSqliteEventStoreReader } from './open.js';
import { SCHEMA_VERSION } from './schema.js';

let directory: TemporaryDirectory;
beforeEach(() => {
  directory = temporaryDirectory();
});
afterEach(() => {
  directory.remove();
});

const setUp = (path: string, sql: string): void => {
  const database = new DatabaseSync(path);
  database.exec(sql);
  database.close();
};

it('flushes every commit to the disk', () => {
  const path = directory.file('events.db');
  const database = openForWriting(path);
  prepareFile(database, path);
  expect(database.prepare('PRAGMA journal_mode').get()).toMatchObject({ journal_mode: 'wal' });
  expect(database.prepare('PRAGMA synchronous').get()).toMatchObject({ synchronous: 2 });
  database.close();
});

it('makes the file together with its directory', async () => {
  await openSqliteEventStore({ path: directory.file('a/b/events.db') }).close();
  await openSqliteEventStoreReader(directory.file('a/b/events.db')).close();
});

describe.each([
  ['to write', (path: string) => openSqliteEventStore({ path })],
  ['to read', (path: string) => openSqliteEventStoreReader(path)],
])('opening a file %s', (_, open) => {
  it('refuses a file of a newer version, and leaves it alone', async () => {
    const path = directory.file('newer.db');
    await openSqliteEventStore({ path }).close();
    setUp(path, `PRAGMA user_version = ${SCHEMA_VERSION + 1}`);
    expect(() => open(path)).toThrow(new StoreUnavailableError(`${path} has format 2, this version of Casetrail knows up to 1: upgrade it.`));
    expect(() => open(path)).toThrow(/upgrade/);
  });

  it("refuses somebody else's database, and leaves it alone", () => {
    const path = directory.file('other.db');
    setUp(path, 'CREATE TABLE notes (text TEXT)');
    expect(() => open(path)).toThrow(new StoreUnavailableError(`${path} is a database, but not an event store of Casetrail.`));
    const database = new DatabaseSync(path);
    expect(database.prepare('PRAGMA journal_mode').get()).toMatchObject({ journal_mode: 'delete' });
    expect(database.prepare('SELECT count(*) AS tables FROM sqlite_schema').get()).toMatchObject({ tables: 1 });
    database.close();
  });

  it('refuses a file that is no database', () => {
    const path = directory.file('letter.txt');
    writeFileSync(path, 'Dear Sir or Madam, '.repeat(100));
    expect(() => open(path)).toThrow(/letter.txt cannot be opened: file is not a database/);
    expect(() => open(path)).toThrow(StoreUnavailableError);
  });
});

it('opens only what is there to read', () => {
  const path = directory.file('none.db');
  expect(() => openSqliteEventStoreReader(path)).toThrow(new StoreUnavailableError(`There is no event store at ${path}.`));
  writeFileSync(path, '');
  expect(() => openSqliteEventStoreReader(path)).toThrow(/is empty/);
});
