import type { Position } from './event.js';
import type { JsonObject } from './json.js';
import type { Index } from './projection.js';

/** A document as it is stored, with the position of the last event that went into it. */
export interface StoredDocument {
  readonly id: string;
  readonly position: Position;
  readonly body: JsonObject;
}

/** The writing of one document, guarded by what the writer has read. */
export interface DocumentWrite {
  readonly id: string;
  /** The position of the stored document that this replaces; undefined when there must be none. */
  readonly replaces: Position | undefined;
  readonly position: Position;
  /** The new body; undefined removes the document. */
  readonly body: JsonObject | undefined;
}

/** A set of documents, each written on its own: there is no transaction over two. */
export interface ProjectionCollection {
  /** The stored documents among these ids, in any order. */
  getMany(ids: readonly string[]): Promise<readonly StoredDocument[]>;

  /** Ids, in ascending order, of documents in which `field` has this value; those after `after`, `limit` at most. */
  idsWhere(field: string, equals: string | number, after: string | undefined, limit: number): Promise<readonly string[]>;

  /**
   * Writes every document whose guard holds, and says how many guards did not. Durable when it is answered.
   */
  write(writes: readonly DocumentWrite[]): Promise<{ readonly refused: number }>;
}

/** What the projection engine needs of a read store. */
export interface ProjectionStore {
  /** The collection of this name, made with its indexes when it is not there. Names: `a-z`, `0-9`, `_` and `.`. */
  openCollection(name: string, indexes: readonly Index[]): Promise<ProjectionCollection>;

  /** Removes the collection and its documents; one that is not there is removed already. */
  dropCollection(name: string): Promise<void>;

  /** A small value of its own: a checkpoint, a pointer. */
  getRegister(key: string): Promise<string | undefined>;

  /** Moves a register if it still holds `from` (undefined: if it is not set). False when it held something else. */
  moveRegister(key: string, from: string | undefined, to: string): Promise<boolean>;
}
