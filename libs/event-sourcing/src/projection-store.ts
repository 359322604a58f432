import type { Position } from './event.js';
import type { JsonObject } from './json.js';
import type { Index } from './projection.js';

/** A document as it is stored, with the position of the last event that changed it. */
export interface StoredDocument {
  readonly id: string;
  readonly position: Position;
  /** Undefined for a tombstone: a document that was removed, whose older events must not bring it back. */
  readonly body: JsonObject | undefined;
}

/** The writing of one document, guarded by what the writer has read. */
export interface DocumentWrite {
  readonly id: string;
  /** The position of the stored document or tombstone that this replaces; undefined when there must be neither. */
  readonly replaces: Position | undefined;
  readonly position: Position;
  /** The new body; undefined removes the document and leaves a tombstone: its id and position, nothing else. */
  readonly body: JsonObject | undefined;
}

/** What a collection must be good at. */
export interface CollectionSpec {
  readonly indexes: readonly Index[];
  /** Lists of fields; how many documents share their values is said without reading documents. */
  readonly counts: readonly (readonly string[])[];
}

/** A set of documents, each written on its own: there is no transaction over two. */
export interface ProjectionCollection {
  /** The stored documents and tombstones among these ids, in any order. */
  getMany(ids: readonly string[]): Promise<readonly StoredDocument[]>;

  /**
   * Ids, in ascending order of their UTF-8 bytes, of documents in which `field` has one of these values; those after
   * `after`, `limit` at most.
   * @throws Error when no index of the collection begins with the field.
   */
  idsWhere(field: string, values: readonly (string | number)[], after: string | undefined, limit: number): Promise<readonly string[]>;

  /** Writes every document whose guard holds, and says how many guards did not. Each id comes once at most. */
  write(writes: readonly DocumentWrite[]): Promise<{ readonly refused: number }>;

  /**
   * Makes the collection fit for queries: from now on it has every index and count of its spec. Called when a new build
   * has caught up, because making them at once takes a fraction of the time of keeping them while it is filled; called
   * again it does nothing.
   */
  prepareForQueries(): Promise<void>;
}

/**
 * What the projection engine needs of a read store. What was answered as written may still be lost, by a power cut or
 * a restored backup, but only as a whole: the store then is what it was at one earlier moment. An engine of several
 * machines loses nothing when one takes over from another: it answers a write, and shows it to readers, only when it
 * is safe from that.
 */
export interface ProjectionStore {
  /**
   * The collection of this name, made when it is not there. Names: `a-z`, `0-9` and `_`; a name
   * stands for the same spec for ever.
   */
  openCollection(name: string, spec: CollectionSpec): Promise<ProjectionCollection>;

  /** Removes the collection and its documents; one that is not there is removed already. */
  dropCollection(name: string): Promise<void>;

  /** A small value of its own: a checkpoint, a pointer. */
  getRegister(key: string): Promise<string | undefined>;

  /**
   * Moves a register if it still holds `from`; undefined stands for a register that is not set, on either side. False
   * when it held something else.
   */
  moveRegister(key: string, from: string | undefined, to: string | undefined): Promise<boolean>;
}
