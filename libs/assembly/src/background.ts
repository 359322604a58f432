import type { Broker } from '#broker';
import { CommandRunner, systemClock } from '#event-sourcing';
import { OrganizationDirectory } from '#organizations';
import type { Platform } from '#platform';
import { runDeliveries } from './deliveries.js';
import { runOutcomeLeft } from './outcome-left.process.js';
import { runProjectors } from './projections.js';
import { runEventsRelay } from './relay.js';
import type { Stores } from './stores.module.js';

/**
 * Everything that follows from what was appended: read models, relay, deliveries, process managers. Ends, with nothing
 * half done, once the signal is aborted.
 */
export async function runBackground(platform: Platform, stores: Stores, broker: Broker, signal: AbortSignal): Promise<void> {
  const { settings, logger, masterKey, clock = systemClock } = platform;
  const { eventStore, readStore } = stores;
  const runner = new CommandRunner(eventStore);
  const secrets = new OrganizationDirectory(eventStore, masterKey, logger);
  await secrets.start();
  await Promise.all([
    runProjectors(eventStore, readStore, logger, signal),
    runEventsRelay(eventStore, broker, logger, signal),
    runDeliveries({ eventStore, readStore, broker, runner, secrets, settings, clock, logger, signal }),
    runOutcomeLeft({ eventStore, readStore, runner, logger, signal }),
  ]);
  await secrets.stop();
}
