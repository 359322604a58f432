import { InMemoryEventStore } from './in-memory-event-store.js';
import { eventStoreContract } from './event-store.contract.js';

eventStoreContract('InMemoryEventStore', async () => {
  const store = new InMemoryEventStore();
  return { store, dispose: () => store.close() };
});
