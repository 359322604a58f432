import { InMemoryProjectionStore } from './in-memory-projection-store.js';
import { projectionStoreContract } from './projection-store.contract.js';

projectionStoreContract('InMemoryProjectionStore', async () => ({
  store: new InMemoryProjectionStore(),
  close: () => Promise.resolve(),
}));
