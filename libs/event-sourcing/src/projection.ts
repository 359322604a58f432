import type { EventCodec } from './codec.js';
import type { DomainEvent, Recorded } from './event.js';
import type { JsonObject } from './json.js';

/**
 * An index of a collection: the fields that a query compares with a value, then the field that it sorts by. Dotted
 * paths reach into nested objects. A field named `search_words` holds a list of words and is the last of its index.
 */
export type Index = readonly string[];

/** One document, by the collection of its projection and its id. */
export interface DocumentRef {
  readonly collection: string;
  readonly id: string;
}

/** Every document of a collection in which a field has this value; the field must be the first of an index. */
export interface DocumentsWhere {
  readonly collection: string;
  readonly where: { readonly field: string; readonly equals: string | number };
}

/** What an event changes. */
export type ProjectionTarget = DocumentRef | DocumentsWhere;

/**
 * Reads a document of the same projection, as it is just before the event: one of those that `reads` named, in a
 * collection that is declared after that of the document being applied.
 */
export type ReadDocument = (ref: DocumentRef) => JsonObject | undefined;

/**
 * A read model: a pure fold of events into documents. The engine does everything else: it loads, batches, writes with
 * guards and keeps the checkpoint.
 */
export interface Projection<Event extends DomainEvent = DomainEvent> {
  /** Also the name of its main collection, the one that queries read. */
  readonly name: string;
  /** Raise it when the documents change shape: the new ones are built beside the old ones, then take their place. */
  readonly version: number;
  /**
   * Every collection of the projection with its indexes. The order matters: a document may read documents of
   * collections declared after its own. The engine writes readers before what they read, so that a crash between two
   * writes never leaves a reader without the state that it has to read when the event is repeated.
   */
  readonly collections: Readonly<Record<string, readonly Index[]>>;
  /**
   * Lists of fields of the main collection: the documents in which each of them has a given value are counted without
   * reading them, e.g. `[['org', 'archived']]` for the list that every user opens first.
   */
  readonly counts?: readonly (readonly string[])[];
  /** The categories of streams that it reads, each with the codec of its events. */
  readonly sources: Readonly<Record<string, Pick<EventCodec<Event>, 'decode'>>>;
  /** Which documents the event changes; none for an event that this read model does not show. Each is applied once. */
  targets(event: Recorded<Event>): readonly ProjectionTarget[];
  /** Documents that `apply` looks at without changing them. */
  reads?(event: Recorded<Event>): readonly DocumentRef[];
  /**
   * The document after the event; undefined removes it, and the very same object says that nothing changed. Pure: the
   * same arguments, the same document, byte for byte; no argument is altered.
   */
  apply(document: JsonObject | undefined, event: Recorded<Event>, ref: DocumentRef, read: ReadDocument): JsonObject | undefined;
}
