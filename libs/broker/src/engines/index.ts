import type { Broker } from '../broker.js';
import { SqliteBroker, type SqliteBrokerOptions } from './sqlite/sqlite-broker.js';

export { SqliteBroker, type SqliteBrokerOptions } from './sqlite/sqlite-broker.js';

/**
 * Opens the broker that a URL names: `sqlite:<path of a file>`, which is made where it is missing.
 *
 * @throws Error naming BROKER_URL when there is no such engine or the file cannot be opened.
 */
export async function openBroker(url: string, options: SqliteBrokerOptions = {}): Promise<Broker> {
  const colon = url.indexOf(':');
  const scheme = url.slice(0, Math.max(colon, 0));
  const path = url.slice(colon + 1);
  if (scheme !== 'sqlite' || path === '') {
    throw new Error(`BROKER_URL: no broker for "${scheme}:"; expected sqlite:<path>, as sqlite:./data/broker.db.`);
  }
  try {
    return SqliteBroker.open(path, options);
  } catch (error) {
    throw new Error(`BROKER_URL: cannot open ${path}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
