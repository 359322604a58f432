import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StoreUnavailableError } from '#event-sourcing';
import { APPLICATION_ID, SCHEMA, SCHEMA_VERSION } from './schema.js';
import { messageOf } from './sqlite-error.js';

/** Milliseconds to wait for a lock that only a foreign tool, as a backup, can hold. */
const BUSY_TIMEOUT = 1_000;

/** After this many pages of the write-ahead log, 64 MiB, a commit writes it back itself: long after the checkpointer should have. */
const AUTO_CHECKPOINT_PAGES = 16_384;

/** Opens the file for the one process that writes it; the file and its directory are made where they are missing. */
export function openForWriting(path: string): DatabaseSync {
  return opened(path, () => {
    mkdirSync(dirname(path), { recursive: true });
    return new DatabaseSync(path, { timeout: BUSY_TIMEOUT });
  });
}

/**
 * Opens the file beside whoever writes it.
 *
 * @throws StoreUnavailableError when there is no such file, or it holds something else.
 */
export function openForReading(path: string): DatabaseSync {
  if (!existsSync(path)) throw new StoreUnavailableError(`There is no event store at ${path}.`);
  const database = opened(path, () => new DatabaseSync(path, { readOnly: true, timeout: BUSY_TIMEOUT }));
  try {
    if (checkFormat(database, path) === 'empty') throw new StoreUnavailableError(`${path} is empty: no event store was made there yet.`);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/**
 * Makes sure that the file is an event store, durable in its ways: an empty file becomes one.
 *
 * @throws StoreUnavailableError when the file holds something else, or is of a newer version.
 */
export function prepareFile(database: DatabaseSync, path: string): void {
  const content = checkFormat(database, path);
  database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = ${AUTO_CHECKPOINT_PAGES}`);
  if (content === 'events') return;
  database.exec(`BEGIN IMMEDIATE; ${SCHEMA} PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${SCHEMA_VERSION}; COMMIT`);
}

function checkFormat(database: DatabaseSync, path: string): 'empty' | 'events' {
  const { application, version, tables } = opened(path, () => ({
    application: Number(database.prepare('PRAGMA application_id').get()?.application_id),
    version: Number(database.prepare('PRAGMA user_version').get()?.user_version),
    tables: Number(database.prepare('SELECT count(*) AS tables FROM sqlite_schema').get()?.tables),
  }));
  if (application === 0 && version === 0 && tables === 0) return 'empty';
  if (application !== APPLICATION_ID) throw new StoreUnavailableError(`${path} is a database, but not an event store of Casetrail.`);
  if (version > SCHEMA_VERSION) {
    throw new StoreUnavailableError(`${path} has format ${version}, this version of Casetrail knows up to ${SCHEMA_VERSION}: upgrade it.`);
  }
  return 'events';
}

function opened<T>(path: string, open: () => T): T {
  try {
    return open();
  } catch (error) {
    throw new StoreUnavailableError(`The event store ${path} cannot be opened: ${messageOf(error)}.`, { cause: error });
  }
}
