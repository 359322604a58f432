import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** "RdSt": marks the file as a read store of ours. Changing it changes stored data. */
const APPLICATION_ID = 0x52645374;

/** Changing what follows changes stored data: raise it, and bring older files up to it, or have them deleted and built anew. */
const SCHEMA_VERSION = 2;

/** Kept words and counts in step with the documents by triggers, which would now do it a second time; else the same. */
const VERSION_WITH_TRIGGERS = 1;

const SCHEMA = `
  CREATE TABLE registers (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE collections (name TEXT PRIMARY KEY, spec TEXT NOT NULL, prepared INTEGER NOT NULL DEFAULT 0) STRICT, WITHOUT ROWID;
  PRAGMA application_id = ${APPLICATION_ID};
  PRAGMA user_version = ${SCHEMA_VERSION};
`;

/** Milliseconds to wait for another connection that is writing. */
const BUSY_TIMEOUT = 5_000;

/** Bytes per page: documents of one to two kilobytes fill 8 KiB well, and 4 KiB would hold but one of them. */
const PAGE_SIZE = 8_192;

/** Pages of the write-ahead log after which they go into the file: 32 MiB, so that a page changed often goes there once. */
const AUTO_CHECKPOINT_PAGES = 4_096;

/** Kibibytes of pages kept in memory by each connection. */
const CACHE_KIB = 65_536;

/**
 * Opens the file, and makes it and its directory where they are missing.
 *
 * Commits are not flushed one by one (`synchronous=NORMAL`): a crash of the process loses nothing, and a power cut may
 * lose the newest commits, all of them from some moment on. That is what the port allows, the projection engine notices
 * it by the checkpoint and projects the rest again, and it makes rebuilding and following several times as fast.
 *
 * @throws Error when the file is something else, or of another version.
 */
export function openDatabase(path: string, readOnly: boolean): DatabaseSync {
  mkdirSync(dirname(path), { recursive: true });
  const database = new DatabaseSync(path, { timeout: BUSY_TIMEOUT });
  try {
    database.exec(`PRAGMA page_size = ${PAGE_SIZE}; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL`);
    database.exec(`PRAGMA cache_size = -${CACHE_KIB}; PRAGMA wal_autocheckpoint = ${AUTO_CHECKPOINT_PAGES}; BEGIN IMMEDIATE`);
    prepareFile(database, path);
    database.exec(`COMMIT; PRAGMA query_only = ${readOnly ? 'ON' : 'OFF'}`);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function prepareFile(database: DatabaseSync, path: string): void {
  const pragma = (name: string): unknown => database.prepare(`PRAGMA ${name}`).get()?.[name];
  const empty = pragma('application_id') === 0 && database.prepare('SELECT count(*) AS n FROM sqlite_schema').get()?.n === 0;
  if (empty) database.exec(SCHEMA);
  else if (pragma('application_id') !== APPLICATION_ID) throw new Error(`READ_STORE_URL: ${path} is not a read store of Casetrail.`);
  else if (pragma('user_version') === VERSION_WITH_TRIGGERS) dropTriggers(database);
  else if (pragma('user_version') !== SCHEMA_VERSION) {
    throw new Error(`READ_STORE_URL: ${path} was made by another version of Casetrail. Delete it: it is built anew from the events.`);
  }
}

function dropTriggers(database: DatabaseSync): void {
  const triggers = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'").all();
  for (const { name } of triggers) database.exec(`DROP TRIGGER "${String(name)}"`);
  database.exec(`PRAGMA user_version = ${SCHEMA_VERSION}`);
}
