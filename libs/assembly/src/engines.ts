import { join } from 'node:path';
import type { BlobStore } from '#blob-store';
import type { Broker } from '#broker';
import type { EventStore, Logger } from '#event-sourcing';
import type { Settings } from '#platform';
import type { ReadStore } from '#read-store';
import type { AllStores } from './stores.module.js';

/** How what stands behind the ports is opened, by URL. */
export interface Engines {
  openEventStore(url: string): Promise<EventStore>;
  openReadStore(url: string): Promise<ReadStore>;
  openBlobStore(url: string): Promise<BlobStore>;
  openBroker(url: string, options: { readonly logger: Logger }): Promise<Broker>;
}

/** Opens the stores that the settings name. */
export async function openStores(engines: Engines, settings: Settings): Promise<AllStores> {
  const eventStore = await engines.openEventStore(settings.eventStoreUrl);
  const readStore = await engines.openReadStore(settings.readStoreUrl);
  return { eventStore, readStore, blobStore: await openBlobs(engines, settings) };
}

/** Opens the place of documents' bytes: in the data folder, where the settings name none. */
export const openBlobs = (engines: Engines, { blobStoreUrl, dataDir }: Settings): Promise<BlobStore> =>
  engines.openBlobStore(blobStoreUrl ?? `file:${join(dataDir, 'blobs')}`);
