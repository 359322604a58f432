import type { CollectionSpec, DocumentWrite, ProjectionCollection, ProjectionStore } from '#event-sourcing';

/** What one call wrote. */
export interface WrittenBatch {
  readonly collection: string;
  readonly writes: readonly DocumentWrite[];
}

/**
 * A read store that is filled and never asked: it keeps in mind what was written, and makes no indexes for queries, which is
 * the same work for whoever fills it.
 */
export class FillingStore implements ProjectionStore {
  readonly written: WrittenBatch[] = [];

  constructor(private readonly store: ProjectionStore) {}

  async openCollection(name: string, spec: CollectionSpec): Promise<ProjectionCollection> {
    const collection = await this.store.openCollection(name, spec);
    return {
      getMany: (ids) => collection.getMany(ids),
      idsWhere: (...search) => collection.idsWhere(...search),
      write: (writes) => {
        this.written.push({ collection: name, writes });
        return collection.write(writes);
      },
      prepareForQueries: async () => undefined,
    };
  }

  dropCollection(name: string): Promise<void> {
    return this.store.dropCollection(name);
  }

  getRegister(key: string): Promise<string | undefined> {
    return this.store.getRegister(key);
  }

  moveRegister(key: string, from: string | undefined, to: string | undefined): Promise<boolean> {
    return this.store.moveRegister(key, from, to);
  }
}
