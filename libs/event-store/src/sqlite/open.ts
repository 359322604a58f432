import type { MessagePort } from 'node:worker_threads';
import { StoreUnavailableError } from '#event-sourcing';
import { BridgeClient } from './bridge-client.js';
import { Checkpointer } from './checkpointer.js';
import { CommitSignal } from './commit-signal.js';
import { openForReading, openForWriting, prepareFile } from './database.js';
import { GroupCommit } from './group-commit.js';
import { LogReader } from './log-reader.js';
import { SqliteEventStore } from './sqlite-event-store.js';
import { StreamAppender } from './stream-appender.js';
import { transactionOf } from './transaction.js';
import { WriterLock } from './writer-lock.js';

/**
 * Opens an embedded event store for writing, and makes it where there is none. One process at a time, once in it, owns
 * the file; other threads of the process share it by `serveEventStore`.
 *
 * @throws StoreUnavailableError when another one owns it, or the file is no event store of this version or an older one.
 */
export function openSqliteEventStore({ path }: { readonly path: string }): SqliteEventStore {
  const database = openForWriting(path);
  let lock: WriterLock | undefined;
  try {
    // SQLite's own name for the file: two paths that lead to one file must lead to one lock.
    const file = database.location() ?? path;
    lock = WriterLock.acquire(file);
    prepareFile(database, path);
    const held = lock;
    const commits = new CommitSignal();
    const checkpointer = new Checkpointer(database, file);
    const appends = new GroupCommit(transactionOf(database), new StreamAppender(database), (events) => {
      commits.announce();
      checkpointer.committed(events);
    });
    return new SqliteEventStore(new LogReader(database), appends, commits, async () => {
      await checkpointer.close();
      database.close();
      held.release();
    });
  } catch (error) {
    database.close();
    lock?.release();
    throw error;
  }
}

/**
 * Joins an embedded event store that another thread of this process owns: reads over a connection of its own, and sends
 * its appends over the port. An append whose answer is lost with the port fails with UnknownOutcomeError, and so do
 * subscriptions, with StoreUnavailableError.
 *
 * @param port its other end is given to `serveEventStore`, which must have its store open already.
 */
export function connectSqliteEventStore({ path, port }: { readonly path: string; readonly port: MessagePort }): SqliteEventStore {
  const database = openForReading(path);
  const commits = new CommitSignal();
  return new SqliteEventStore(new LogReader(database), new BridgeClient(port, commits), commits, () => {
    database.close();
  });
}

/**
 * Opens an embedded event store for reading, also beside the process that writes it. An append fails with
 * StoreUnavailableError. Subscriptions look for new events every `pollEveryMs` milliseconds (100 by default), since nobody
 * tells another process about commits; close the store, or it keeps the process alive.
 *
 * @throws StoreUnavailableError when there is no event store at this path.
 */
export function openSqliteEventStoreReader(path: string, { pollEveryMs = 100 }: { readonly pollEveryMs?: number } = {}): SqliteEventStore {
  const database = openForReading(path);
  const commits = new CommitSignal();
  const poll = setInterval(() => {
    commits.announce();
  }, pollEveryMs);
  const appends = {
    append: () => Promise.reject(new StoreUnavailableError(`The event store ${path} is open for reading only.`)),
    close: () => Promise.resolve(),
  };
  return new SqliteEventStore(new LogReader(database), appends, commits, () => {
    clearInterval(poll);
    database.close();
  });
}
