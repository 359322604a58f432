import { expect } from '@jest/globals';
import { buildsRegister, type CollectionSpec, type JsonObject, physicalCollection, type ProjectionCollection } from '#event-sourcing';
import type { Condition, Query } from '../query.js';
import type { ReadStore } from '../read-store.js';

/** A read store of the contract's own, empty. */
export interface OpenedReadStore {
  readonly store: ReadStore;
  /** Opens the same store once more, as another process would. */
  another(): Promise<ReadStore>;
  /** Closes everything that was opened, and removes what it left. */
  dispose(): Promise<void>;
}

/** The indexes and counts of the contract's read model. */
export const SPEC: CollectionSpec = {
  indexes: [
    ['org', 'archived', 'id'],
    ['org', 'name', 'id'],
    ['org', 'score', 'id'],
    ['org', 'owner.key', 'id'],
    ['org', 'search_words'],
  ],
  counts: [['org', 'archived'], ['org', 'archived', 'owner.key']],
};

export const thing = (id: number, more: JsonObject = {}): JsonObject => ({ id, org: 'acme', archived: false, ...more });
export const acme: Condition = { field: 'org', eq: 'acme' };
export const byId = { field: 'id', direction: 'asc' } as const;

/** The read model that the contract writes and asks. */
export class Things {
  private constructor(
    private readonly opened: OpenedReadStore,
    /** The build that was made last, which queries read. */
    public collection: ProjectionCollection,
  ) {}

  /** The model in a store that has none yet. */
  static async in(opened: OpenedReadStore): Promise<Things> {
    return new Things(opened, await made(opened.store, 'v1_1'));
  }

  get store(): ReadStore {
    return this.opened.store;
  }

  /** Opens its store once more, as another process would. */
  another(): Promise<ReadStore> {
    return this.opened.another();
  }

  /** Makes a build and lets queries read it. */
  async activate(build: string): Promise<void> {
    this.collection = await made(this.store, build);
  }

  async insert(...bodies: readonly JsonObject[]): Promise<void> {
    const writes = bodies.map((body) => ({ id: `${body.org as string}.${body.id as number}`, replaces: undefined, position: '01', body }));
    expect(await this.collection.write(writes)).toEqual({ refused: 0 });
  }

  /** The ids of what is found, in its order; as many as are counted. */
  async found(filter: Query['filter'], more: Partial<Query> = {}): Promise<unknown[]> {
    const documents = await this.store.find('things', { filter, sort: byId, limit: 1_000, ...more });
    if (more.skip === undefined && more.limit === undefined) expect(await this.store.count('things', filter)).toBe(documents.length);
    return documents.map(({ id }) => id);
  }
}

async function made(store: ReadStore, build: string): Promise<ProjectionCollection> {
  const collection = await store.openCollection(physicalCollection('things', build), SPEC);
  await collection.prepareForQueries();
  const key = buildsRegister('things');
  const active = { id: build, version: 1, collections: [physicalCollection('things', build)] };
  await store.moveRegister(key, await store.getRegister(key), JSON.stringify({ active, retired: [], generation: 1 }));
  return collection;
}
