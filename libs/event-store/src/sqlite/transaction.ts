import type { DatabaseSync } from 'node:sqlite';
import { StoreUnavailableError, UnknownOutcomeError } from '#event-sourcing';
import { messageOf, SQLITE_FULL, sqliteCode } from './sqlite-error.js';

/** The transaction of a connection, in its three steps. */
export interface Transaction {
  begin(): void;
  commit(): void;
  /** Undoes what was not committed; does nothing when SQLite has undone it by itself. */
  rollBack(): void;
}

export function transactionOf(database: DatabaseSync): Transaction {
  const begin = database.prepare('BEGIN IMMEDIATE');
  const commit = database.prepare('COMMIT');
  return {
    begin: () => void begin.run(),
    commit: () => void commit.run(),
    rollBack: () => {
      if (database.isTransaction) database.exec('ROLLBACK');
    },
  };
}

/** What callers are told when their transaction failed before its commit: it is certain that nothing was stored. */
export const notBegun = (cause: unknown): StoreUnavailableError =>
  new StoreUnavailableError(`The event store could not write: ${messageOf(cause)}.`, { cause });

/**
 * What callers are told when the commit itself failed. Without room on the disk the last frame was not written, so
 * nothing was stored. After any other failure, as of the flush, the frames may be on the disk nonetheless, and the next
 * start after a crash would find them there.
 */
export const notCommitted = (cause: unknown): StoreUnavailableError | UnknownOutcomeError =>
  sqliteCode(cause) === SQLITE_FULL
    ? notBegun(cause)
    : new UnknownOutcomeError(`The event store could not say whether it wrote: ${messageOf(cause)}.`, { cause });
