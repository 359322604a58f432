import { hostname } from 'node:os';
import { DatabaseSync } from 'node:sqlite';
import { StoreUnavailableError } from '#event-sourcing';
import { SQLITE_BUSY, sqliteCode } from './sqlite-error.js';

/**
 * Holds the right to write an event store. It is a write transaction, kept open on a little database beside the store:
 * such a lock belongs to the process, so the operating system takes it back however the process ends, and there is never
 * a stale lock to remove. The little database stays; removing it would let two processes lock two files of one name.
 */
export class WriterLock {
  private constructor(private readonly database: DatabaseSync) {}

  /**
   * Takes the lock of the event store at `path`, or fails at once.
   *
   * @throws StoreUnavailableError when somebody holds it; the message says who, and what to do.
   */
  static acquire(path: string): WriterLock {
    const database = new DatabaseSync(`${path}.lock`, { timeout: 0 });
    try {
      // The lock says who has it, not what is in the store: nothing is lost with this file, so nothing waits for the disk.
      database.exec('PRAGMA synchronous = OFF; BEGIN IMMEDIATE');
      // Another one that was refused may be reading the name of the last holder just now; that is over in a moment.
      database.exec('PRAGMA busy_timeout = 1000; CREATE TABLE IF NOT EXISTS holder (pid INTEGER, host TEXT); DELETE FROM holder');
      database.prepare('INSERT INTO holder VALUES (?, ?)').run(process.pid, hostname());
      database.exec('COMMIT; PRAGMA busy_timeout = 0; BEGIN IMMEDIATE');
      return new WriterLock(database);
    } catch (error) {
      const holder = sqliteCode(error) === SQLITE_BUSY ? nameOfHolder(database) : undefined;
      database.close();
      if (holder === undefined) throw error;
      throw new StoreUnavailableError(
        `The event store ${path} is already open for writing, by ${holder}. Only one process writes an embedded event store: stop that one first.`,
      );
    }
  }

  release(): void {
    this.database.close();
  }
}

function nameOfHolder(database: DatabaseSync): string {
  try {
    const holder = database.prepare('SELECT pid, host FROM holder').get();
    if (holder?.pid === process.pid && holder.host === hostname()) return 'this very process';
    if (holder) return `process ${String(holder.pid)} on ${String(holder.host)}`;
  } catch {
    // The holder is about to write its name.
  }
  return 'another process';
}
