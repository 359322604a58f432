import type { ProjectionStore } from '../projection-store.js';
import { InMemoryProjectionStore } from './in-memory-projection-store.js';

/** A projection store that a spec can take back in time, as restoring a backup does. */
export interface RestorableStore {
  readonly store: ProjectionStore;
  /** Copies everything that the store holds; the answer takes it back to that, while nobody uses it. */
  backUp(): Promise<() => Promise<void>>;
  /** The documents of a collection, tombstones included, in the order of their ids; a body is JSON. */
  documents(name: string): Promise<readonly (readonly [id: string, stored: { readonly position: string; readonly text: string | undefined }])[]>;
}

export function restorableInMemoryStore(): RestorableStore {
  const store = new InMemoryProjectionStore();
  return {
    store,
    backUp: async () => {
      const contents = store.contents();
      return async () => {
        store.restore(contents);
      };
    },
    documents: async (name) => store.documents(name),
  };
}
