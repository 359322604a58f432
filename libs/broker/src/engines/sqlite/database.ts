import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Changing this changes stored data: raise the version and bring older files up to it in `openDatabase`. */
const SCHEMA_VERSION = 1;
const SCHEMA = `
  CREATE TABLE topics (
    name TEXT PRIMARY KEY,
    next_offset INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE messages (
    topic TEXT NOT NULL,
    offset INTEGER NOT NULL,
    key TEXT NOT NULL,
    headers TEXT NOT NULL,
    value TEXT NOT NULL,
    stored_at INTEGER NOT NULL,
    PRIMARY KEY (topic, offset)
  ) WITHOUT ROWID;
  CREATE TABLE group_offsets (
    topic TEXT NOT NULL,
    group_name TEXT NOT NULL,
    next_offset INTEGER NOT NULL,
    PRIMARY KEY (topic, group_name)
  ) WITHOUT ROWID;
  CREATE TABLE relays (
    name TEXT PRIMARY KEY,
    position TEXT NOT NULL
  ) WITHOUT ROWID;
`;

/** Opens the broker's file, and makes it where it is missing. */
export function openDatabase(path: string): DatabaseSync {
  mkdirSync(dirname(path), { recursive: true });
  const database = new DatabaseSync(path, { timeout: 5_000 });
  try {
    database.exec('PRAGMA journal_mode = WAL; PRAGMA journal_size_limit = 16777216;');
    transaction(database, 'flushed', () => {
      const version = Number(database.prepare('PRAGMA user_version').get()?.user_version);
      if (version > SCHEMA_VERSION) throw new Error(`the file has format ${version}, this version of Casetrail knows ${SCHEMA_VERSION}`);
      if (version === 0) database.exec(`${SCHEMA} PRAGMA user_version = ${SCHEMA_VERSION};`);
    });
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/**
 * What an outage of the machine may do to a transaction. `flushed`: nothing once it is answered. `ordered`: it may be
 * undone, together with every one after it. A crash of the process alone undoes neither.
 */
export type Durability = 'flushed' | 'ordered';

/** Runs `work` in one transaction: all of it or nothing. */
export function transaction<T>(database: DatabaseSync, durability: Durability, work: () => T): T {
  database.exec(`PRAGMA synchronous = ${durability === 'flushed' ? 'FULL' : 'NORMAL'}; BEGIN IMMEDIATE`);
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}
