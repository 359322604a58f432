import type { HealthChecks } from '#platform';
import type { AllStores, Stores } from './stores.module.js';

/** Any register: whether it is set does not matter, only that the store answers. */
const ANY_REGISTER = 'health';

/** Makes the process ready only while its stores answer. */
export function registerStoreChecks(health: HealthChecks, { eventStore, readStore }: Stores): void {
  health.register('event_store', async () => {
    await eventStore.head();
  });
  health.register('read_store', async () => {
    await readStore.getRegister(ANY_REGISTER);
  });
}

/** The same for those who store or read documents' bytes. */
export function registerBlobStoreCheck(health: HealthChecks, { blobStore }: AllStores): void {
  health.register('blob_store', () => blobStore.check());
}
