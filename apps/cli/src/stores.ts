import { existsSync } from 'node:fs';
import { type EventStore, StoreUnavailableError } from '#event-sourcing';
import { openEventStore, openSqliteEventStoreReader, sqlitePathOf } from '#event-store';
import type { Settings } from '#platform';
import type { ReadStore } from '#read-store';
import { openReadStore } from '#read-store/engines';
import { CommandFailure } from './failure.js';

/**
 * Lets somebody read the log, beside a running service or without one.
 * @throws CommandFailure when there is no log where the settings say.
 */
export async function withLog<Result>({ eventStoreUrl }: Settings, read: (log: EventStore) => Promise<Result>): Promise<Result> {
  const log = await openLog(eventStoreUrl);
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
  if (isFile(readStoreUrl) && !existsSync(path)) {
    throw new CommandFailure(`There is no read store at ${path}. DATA_DIR or READ_STORE_URL says where it is; the service makes it when it starts.`);
  }
  const store = await openReadStore(readStoreUrl, { readOnly: true });
  try {
    return await read(store);
  } finally {
    await store.close();
  }
}

const isFile = (url: string): boolean => url.startsWith('sqlite:');

async function openLog(url: string): Promise<EventStore> {
  if (!isFile(url)) return openEventStore(url);
  try {
    return openSqliteEventStoreReader(sqlitePathOf(url));
  } catch (error) {
    if (!(error instanceof StoreUnavailableError)) throw error;
    throw new CommandFailure(`${error.message} DATA_DIR or EVENT_STORE_URL says where it is.`);
  }
}
