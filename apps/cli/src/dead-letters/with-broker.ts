import { existsSync } from 'node:fs';
import type { Broker } from '#broker';
import { openBroker } from '#broker/engines';
import type { Settings } from '#platform';
import { CommandFailure } from '../failure.js';

/**
 * Lets somebody use the broker, beside a running service or without one.
 * @throws CommandFailure when there is none where the settings say: a file that is not there is not made.
 */
export async function withBroker<Result>({ brokerUrl }: Settings, use: (broker: Broker) => Promise<Result>): Promise<Result> {
  const [, path] = /^sqlite:(.*)$/.exec(brokerUrl) ?? [];
  if (path !== undefined && !existsSync(path)) {
    throw new CommandFailure(`There is no broker at ${path}. DATA_DIR or BROKER_URL says where it is; the service makes it when it starts.`);
  }
  const broker = await openBroker(brokerUrl);
  try {
    return await use(broker);
  } finally {
    await broker.close();
  }
}
