import type { EventCodec } from './codec.js';
import type { DomainEvent, Recorded, RecordedEvent } from './event.js';
import type { DocumentRef, Projection, ProjectionTarget, ReadDocument } from './projection.js';
import { categoryOf } from './stream-name.js';
import type { WorkingDocuments } from './working-documents.js';

/** An event, and what it has to do with the documents. */
export interface Step {
  readonly event: Recorded<DomainEvent>;
  /** In the order of the collections, single documents before searched ones. */
  readonly targets: readonly ProjectionTarget[];
  readonly reads: readonly DocumentRef[];
  /** The documents that have to be in memory for it. */
  readonly refs: readonly DocumentRef[];
}

/** Documents in memory, by their projection's collections. */
export type WorkingCollections = ReadonlyMap<string, WorkingDocuments>;

/**
 * A document that an event reads has seen that event or later ones, so the state that was to be read is gone. Another
 * projector at work on the same build is the harmless cause; a read store that went back in the middle of a write is
 * the other, and only a new build mends that.
 */
export class ReadAheadError extends Error {
  override readonly name = 'ReadAheadError';
}

export const isDocumentRef = (target: ProjectionTarget): target is DocumentRef => 'id' in target;

/** The pure heart of the engine: which documents an event concerns, and what it makes of each. */
export class ProjectionFold {
  private readonly rank: ReadonlyMap<string, number>;

  constructor(private readonly projection: Projection) {
    this.rank = new Map(Object.keys(projection.collections).map((name, index) => [name, index]));
    if (!this.rank.has(projection.name)) throw new Error(`Projection ${projection.name} has no collection of its name.`);
  }

  /**
   * @throws UnknownEventError
   * @throws NewerEventVersionError
   */
  plan(recorded: RecordedEvent): Step {
    const codec = this.projection.sources[categoryOf(recorded.stream)] as EventCodec<DomainEvent> | undefined;
    if (codec === undefined) throw new Error(`Projection ${this.projection.name} reads no ${categoryOf(recorded.stream)} streams.`);
    const event = codec.decode(recorded);
    const targets = this.projection.targets(event);
    // Readers before what they read, and before what would otherwise find them twice.
    const ordered = targets.length < 2 ? targets : [...targets].sort((a, b) => this.orderOf(a) - this.orderOf(b));
    const reads = this.projection.reads?.(event) ?? [];
    return { event, targets: ordered, reads, refs: [...targets.filter(isDocumentRef), ...reads] };
  }

  /**
   * Makes the event's change to one document, which must be held, together with those that the event reads. An event
   * that the document has seen changes nothing.
   *
   * @throws ReadAheadError
   */
  apply({ event, reads }: Step, ref: DocumentRef, collections: WorkingCollections): void {
    const documents = collectionIn(collections, ref);
    const seen = documents.position(ref.id);
    if (seen !== undefined && seen >= event.position) return;
    const read: ReadDocument = (wanted) => {
      if (!reads.some(({ collection, id }) => collection === wanted.collection && id === wanted.id)) {
        throw new Error(`${wanted.collection}/${wanted.id} is read at ${event.type}, but "reads" does not name it.`);
      }
      if (this.rankOf(wanted.collection) <= this.rankOf(ref.collection)) {
        throw new Error(`${ref.collection} reads ${wanted.collection}: declare ${wanted.collection} after it.`);
      }
      const held = collectionIn(collections, wanted);
      const position = held.position(wanted.id);
      if (position !== undefined && position >= event.position) {
        throw new ReadAheadError(`${wanted.collection}/${wanted.id} is past ${event.type} in ${event.stream}@${event.revision}.`);
      }
      return held.body(wanted.id);
    };
    const before = documents.body(ref.id);
    const after = this.projection.apply(before, event, ref, read);
    if (after !== before) documents.change(ref.id, event.position, after);
  }

  private orderOf(target: ProjectionTarget): number {
    return 2 * this.rankOf(target.collection) + (isDocumentRef(target) ? 0 : 1);
  }

  private rankOf(collection: string): number {
    const rank = this.rank.get(collection);
    if (rank === undefined) throw new Error(`Projection ${this.projection.name} declares no collection ${collection}.`);
    return rank;
  }
}

/** The documents of a target's collection. */
export function collectionIn(collections: WorkingCollections, { collection }: { readonly collection: string }): WorkingDocuments {
  const documents = collections.get(collection);
  if (documents === undefined) throw new Error(`No collection ${collection} is held.`);
  return documents;
}
