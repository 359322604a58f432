import type { Broker } from '../broker.js';
import type { KafkaBrokerOptions } from './kafka/kafka-broker.js';
import type { SqliteBrokerOptions } from './sqlite/sqlite-broker.js';

export type { KafkaBrokerOptions } from './kafka/kafka-broker.js';
export type { SqliteBrokerOptions } from './sqlite/sqlite-broker.js';

/** What either engine can be told; each takes what concerns it. */
export interface BrokerOptions extends SqliteBrokerOptions, KafkaBrokerOptions {}

/**
 * Opens the broker that a URL names: `sqlite:<path of a file>`, which is made where it is missing, or a Kafka cluster,
 * `kafka://<host>:<port>,<host>:<port>[/<prefix>]`, `kafka+ssl://…` or `kafka+sasl_ssl://<user>:<password>@…`. A cluster is
 * not asked for anything yet. Only the engine that is named is loaded.
 *
 * @throws Error naming BROKER_URL when there is no such engine or the file cannot be opened.
 */
export async function openBroker(url: string, options: BrokerOptions = {}): Promise<Broker> {
  const colon = url.indexOf(':');
  const scheme = url.slice(0, Math.max(colon, 0));
  const path = url.slice(colon + 1);
  if (/^kafka(\+|$)/.test(scheme)) {
    const { KafkaBroker } = await import('./kafka/kafka-broker.js');
    return new KafkaBroker(url, options);
  }
  if (scheme !== 'sqlite' || path === '') {
    throw new Error(
      `BROKER_URL: no broker for "${scheme}:"; expected sqlite:<path>, as sqlite:./data/broker.db, or kafka://<host>:<port>, as kafka://localhost:9092.`,
    );
  }
  try {
    const { SqliteBroker } = await import('./sqlite/sqlite-broker.js');
    return SqliteBroker.open(path, options);
  } catch (error) {
    throw new Error(`BROKER_URL: cannot open ${path}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
