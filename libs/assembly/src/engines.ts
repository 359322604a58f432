import type { Broker } from '#broker';
import type { EventStore, Logger } from '#event-sourcing';
import type { Settings } from '#platform';
import type { ReadStore } from '#read-store';
import type { Stores } from './stores.module.js';

/** How what stands behind the ports is opened, by URL. */
export interface Engines {
  openEventStore(url: string): Promise<EventStore>;
  openReadStore(url: string): Promise<ReadStore>;
  openBroker(url: string, options: { readonly logger: Logger }): Promise<Broker>;
}

/** Opens the stores that the settings name. */
export async function openStores(engines: Engines, { eventStoreUrl, readStoreUrl }: Settings): Promise<Stores> {
  const eventStore = await engines.openEventStore(eventStoreUrl);
  return { eventStore, readStore: await engines.openReadStore(readStoreUrl) };
}
