import type { ReadStore } from '../read-store.js';
import { openSqliteReadStore } from './sqlite/sqlite-read-store.js';

export { openSqliteReadStore, type SqliteReadStoreOptions } from './sqlite/sqlite-read-store.js';

/** How to open a read store, whatever its engine. */
export interface OpenReadStoreOptions {
  /** For whoever only queries. Default false. */
  readonly readOnly?: boolean;
}

/**
 * Opens the read store that a URL names: `sqlite:<path>`, where the path may be relative to the working directory, or
 * `mongodb://…/<database>`, or `mongodb+srv://…/<database>`. The driver is loaded only where it is used.
 * @throws Error that names READ_STORE_URL when there is no such engine, or no such store.
 */
export async function openReadStore(url: string, options: OpenReadStoreOptions = {}): Promise<ReadStore> {
  const [, scheme, rest] = /^([a-z][a-z0-9+]*):(.+)$/.exec(url) ?? [];
  if (scheme === 'sqlite' && rest !== undefined) return openSqliteReadStore({ path: rest.replace(/^\/\//, ''), ...options });
  if (scheme === 'mongodb' || scheme === 'mongodb+srv') {
    const { openMongoReadStore } = await import('./mongodb/mongo-read-store.js');
    return openMongoReadStore({ url, ...options });
  }
  throw new Error(`READ_STORE_URL has to be sqlite:<path> or mongodb://<hosts>/<database>; there is no read store for ${scheme ?? 'what it holds'}.`);
}
