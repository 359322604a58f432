import type { CollectionSpec, JsonObject, ProjectionCollection, ProjectionStore } from '#event-sourcing';
import type { Filter, Query } from './query.js';

/**
 * Where read models live: written by the projection engine, read by queries. A model is the name of a projection; each
 * call answers from the build that is active at that moment, and a model that was never built is empty. Every field of
 * a query must be in an index that the projection declares.
 *
 * A class without code, so that it can stand for itself where dependencies are injected.
 */
export abstract class ReadStore implements ProjectionStore {
  /** The document of this id, as the projection named it; undefined when there is none. */
  abstract findOne(model: string, id: string): Promise<JsonObject | undefined>;

  /**
   * A page of documents.
   * @throws UnindexedQueryError
   */
  abstract find(model: string, query: Query): Promise<readonly JsonObject[]>;

  /**
   * How many documents there are. When the filter is `eq` on exactly the fields of one of the projection's `counts`, no
   * document is read: an engine has the number ready, or counts the entries of an index.
   * @throws UnindexedQueryError
   */
  abstract count(model: string, filter: Filter): Promise<number>;

  abstract openCollection(name: string, spec: CollectionSpec): Promise<ProjectionCollection>;
  abstract dropCollection(name: string): Promise<void>;
  abstract getRegister(key: string): Promise<string | undefined>;
  abstract moveRegister(key: string, from: string | undefined, to: string | undefined): Promise<boolean>;

  /** Gives everything back; no call may follow. */
  abstract close(): Promise<void>;
}
