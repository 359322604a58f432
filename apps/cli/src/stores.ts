import { existsSync } from 'node:fs';
import { type EventStore, StoreUnavailableError } from '#event-sourcing';
import { openSqliteEventStoreReader, sqlitePathOf } from '#event-store';
import type { Settings } from '#platform';
import type { ReadStore } from '#read-store';
import { openReadStore } from '#read-store/engines';
import { CommandFailure } from './failure.js';

/**
 * Lets somebody read the log, beside a running service or without one.
 * @throws CommandFailure when there is no log where the settings say.
 */
export async function withLog<Result>({ eventStoreUrl }: Settings, read: (log: EventStore) => Promise<Result>): Promise<Result> {
  const log = openLog(eventStoreUrl);
  try {
    return await read(log);
  } finally {
    await log.close();
  }
}

/**
 * Lets somebody read what the read store holds, beside a running service or without one.
 * @throws CommandFailure when there is none where the settings say: one that is not there is not made.
 */
export async function withReadStore<Result>({ readStoreUrl }: Settings, read: (store: ReadStore) => Promise<Result>): Promise<Result> {
  const path = readStoreUrl.replace(/^sqlite:(?:\/\/)?/, '');
  if (!existsSync(path)) {
    throw new CommandFailure(`There is no read store at ${path}. DATA_DIR or READ_STORE_URL says where it is; the service makes it when it starts.`);
  }
  const store = await openReadStore(readStoreUrl, { readOnly: true });
  try {
    return await read(store);
  } finally {
    await store.close();
  }
}

function openLog(url: string): EventStore {
  try {
    return openSqliteEventStoreReader(sqlitePathOf(url));
  } catch (error) {
    if (!(error instanceof StoreUnavailableError)) throw error;
    throw new CommandFailure(`${error.message} DATA_DIR or EVENT_STORE_URL says where it is.`);
  }
}
