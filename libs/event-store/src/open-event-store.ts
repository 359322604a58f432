import type { EventStore } from '#event-sourcing';
import { openSqliteEventStore } from './sqlite/open.js';

const SQLITE = 'sqlite:';
const EVENTSTOREDB = /^(?:esdb|kurrentdb)(?:\+discover)?:\/\//;

/** The path in a URL such as `sqlite:./data/events.db`, relative to the working directory unless it starts with a slash. */
export function sqlitePathOf(url: string): string {
  const path = url.startsWith(SQLITE) ? url.slice(SQLITE.length) : '';
  if (path === '') {
    throw new Error(
      `EVENT_STORE_URL must be sqlite:<path of a file>, as in sqlite:./data/events.db, or esdb://<host>:<port>; it is "${withoutSecrets(url)}".`,
    );
  }
  return path;
}

/**
 * Opens the event store that a URL names, for writing: `sqlite:<path>`, or `esdb://…`, `esdb+discover://…` and the same with `kurrentdb`. What
 * an engine needs is loaded when it is opened.
 *
 * @throws Error naming the setting when there is no engine for the URL; otherwise as the engine's own function.
 */
export async function openEventStore(url: string): Promise<EventStore> {
  if (EVENTSTOREDB.test(url)) return (await import('./eventstoredb/open.js')).openEventStoreDb(url);
  return openSqliteEventStore({ path: sqlitePathOf(url) });
}

/** User names and passwords stand before the `@` of a URL, and errors are logged. */
const withoutSecrets = (url: string): string => url.replace(/\/\/[^/]*@/, '//…@');
