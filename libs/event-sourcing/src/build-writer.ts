import type { Position } from './event.js';
import type { EventBatch } from './event-store.js';
import { type Build, checkpointRegister, physicalCollection } from './projection-build.js';
import { type Checkpoint, CheckpointMovedError, CheckpointRegister } from './projection-checkpoint.js';
import { collectionIn, isDocumentRef, ProjectionFold, type Step } from './projection-fold.js';
import type { DocumentRef, DocumentsWhere, Projection } from './projection.js';
import type { ProjectionCollection, ProjectionStore } from './projection-store.js';
import { WorkingDocuments } from './working-documents.js';

/** How much a writer holds in memory. */
export interface BuildWriterLimits {
  /** Changed documents after which they are written, even in the middle of a batch. */
  readonly unwritten: number;
  /** Documents kept between batches. */
  readonly kept: number;
}

const SEARCH_PAGE = 5_000;

/**
 * Folds batches of events into the documents of one build. There is no transaction over documents and checkpoint, the
 * process may die between any two writes, the store may go back to an earlier moment, and another projector may be at
 * work on the same build; the documents are right all the same, because of one invariant:
 *
 *   Every stored document is what its events up to its position make of it, and it holds all of its events up to the
 *   checkpoint.
 *
 * 1. The checkpoint is claimed first: rewritten with the same position and a claim of our own, by compare-and-set on the
 *    value that we left there or loaded. So the store is at a moment that has that value, and what is in memory from
 *    earlier batches holds all events up to the checkpoint. Every batch claims anew, before it reads anything, because
 *    that value may come back: a rival replaces it, we read what the rival wrote, and the store goes back to the value,
 *    without what we read. The new claim cannot come back: no moment before this batch has it.
 * 2. Then documents are loaded. An event at or below a document's position changes nothing, so whatever a crashed
 *    attempt or a rival had written already is left as it is, and repeating is harmless.
 * 3. Before documents are written, the checkpoint must still hold our claim. That proves that everything read since,
 *    and everything that was looked for and not found, is of a store that holds all events up to the checkpoint.
 * 4. Then each document is written, if the stored one still is at the position that was loaded. A store that went back
 *    in between refuses those that went back with it; those that did not are as good as they were. Collections are
 *    written in the order in which they are declared, readers before what they read: a state that a reader needs when
 *    the event is repeated is not replaced before the reader is safe.
 * 5. Then the checkpoint moves, by compare-and-set on our claim. It fails if the store went back or another claimed.
 *    What was not written, because it had seen the events already, is proved to be there by this as well.
 *
 * After any failure everything in memory is dropped, and the work goes on from the checkpoint as it then is. Left out
 * is a store that goes back to a moment after our claim while this process is still in the middle of that batch, with
 * or without a rival: a backup made during a batch must not be restored during the same batch, and an engine must
 * neither answer a write nor show it to a reader while it can still lose it by itself.
 */
export class BuildWriter {
  private readonly fold: ProjectionFold;
  private readonly register: CheckpointRegister;
  private readonly stored = new Map<string, ProjectionCollection>();
  private readonly working = new Map<string, WorkingDocuments>();
  /** Searches of the batch under way whose documents are all held: while that is so the store need not be asked again. */
  private readonly foundAll = new Set<string>();

  constructor(
    private readonly projection: Projection,
    private readonly build: Build,
    private readonly store: ProjectionStore,
    claimant: string,
    private readonly limits: BuildWriterLimits = { unwritten: 5_000, kept: 5_000 },
    token?: number,
  ) {
    this.fold = new ProjectionFold(projection);
    this.register = new CheckpointRegister(store, checkpointRegister(projection.name, build.id), claimant, token);
  }

  /** How far the build is; undefined before it was loaded for the first time. */
  get checkpoint(): Checkpoint | undefined {
    return this.register.checkpoint;
  }

  /**
   * Forgets what is in memory and answers where the work goes on; to be called first and after every failure.
   * @throws FencedError
   */
  async load(): Promise<Position | undefined> {
    this.working.clear();
    for (const [name, indexes] of Object.entries(this.projection.collections)) {
      const counts = name === this.projection.name ? (this.projection.counts ?? []) : [];
      this.stored.set(name, await this.store.openCollection(physicalCollection(name, this.build.id), { indexes, counts }));
      this.working.set(name, new WorkingDocuments());
    }
    return (await this.register.load()).position;
  }

  /** Lets queries read the build; to be called before they do. */
  async prepareForQueries(): Promise<void> {
    for (const collection of this.stored.values()) await collection.prepareForQueries();
  }

  /** Whether the store is as this writer left it, as far as can be told while a batch may be under way. */
  async unmoved(): Promise<boolean> {
    return this.register.unmoved();
  }

  /**
   * Brings the build up to the end of the batch.
   * @throws CheckpointMovedError
   * @throws ReadAheadError
   */
  async handle(batch: EventBatch): Promise<void> {
    const steps = batch.events.map((event) => this.fold.plan(event)).filter(({ targets }) => targets.length > 0);
    if (steps.length > 0) await this.register.claim();
    await this.hold(steps.flatMap(({ refs }) => refs));
    await this.search(steps);
    for (const step of steps) {
      if (!step.refs.every((ref) => this.holds(ref))) await this.hold(step.refs);
      for (const target of step.targets) {
        if (isDocumentRef(target)) this.fold.apply(step, target, this.working);
        else await this.applyWhere(step, target);
      }
      if (this.unwritten() >= this.limits.unwritten) await this.writeAll(step);
    }
    await this.writeAll();
    await this.register.move(batch.position, batch.events.length);
  }

  /** Holds what the events of a batch search for, found by one question for each field instead of one for each event. */
  private async search(steps: readonly Step[]): Promise<void> {
    this.foundAll.clear();
    const searches = steps.flatMap(({ targets }) => targets.filter((target): target is DocumentsWhere => !isDocumentRef(target)));
    for (const ofField of Map.groupBy(searches, ({ collection, where: { field } }) => `${collection} ${field}`).values()) {
      const [{ collection, where: { field } }] = ofField as [DocumentsWhere];
      const values = [...new Set(ofField.map(({ where }) => where.equals))];
      const ids = await this.storedCollection(collection).idsWhere(field, values, undefined, SEARCH_PAGE);
      // Too many to be held at once: then each event goes through its own.
      if (ids.length === SEARCH_PAGE) continue;
      await this.hold(ids.map((id) => ({ collection, id })));
      for (const search of ofField) this.foundAll.add(nameOf(search));
    }
  }

  /** Applies the event to every document that the search finds, in memory or in the store. */
  private async applyWhere(step: Step, search: DocumentsWhere): Promise<void> {
    const { collection, where: { field, equals } } = search;
    for (const id of collectionIn(this.working, { collection }).where(field, equals)) {
      this.fold.apply(step, { collection, id }, this.working);
    }
    if (this.foundAll.has(nameOf(search))) return;
    for (let after: string | undefined; ; ) {
      const ids = await this.storedCollection(collection).idsWhere(field, [equals], after, SEARCH_PAGE);
      // What is held is as the event finds it: it was searched above, whatever the store has.
      const refs = ids.map((id) => ({ collection, id })).filter((ref) => !this.holds(ref));
      await this.hold(refs);
      for (const ref of refs) this.fold.apply(step, ref, this.working);
      if (this.unwritten() >= this.limits.unwritten) await this.writeAll(step);
      after = ids.at(-1);
      if (ids.length < SEARCH_PAGE) return;
    }
  }

  private holds({ collection, id }: DocumentRef): boolean {
    return collectionIn(this.working, { collection }).holds(id);
  }

  private async hold(refs: readonly DocumentRef[]): Promise<void> {
    const missing = Map.groupBy(
      refs.filter((ref) => !this.holds(ref)),
      ({ collection }) => collection,
    );
    for (const [collection, ofCollection] of missing) {
      const ids = [...new Set(ofCollection.map(({ id }) => id))];
      const found = new Map((await this.storedCollection(collection).getMany(ids)).map((document) => [document.id, document]));
      const documents = collectionIn(this.working, { collection });
      for (const id of ids) documents.take(id, found.get(id));
    }
  }

  private unwritten(): number {
    return this.working.values().reduce((sum, documents) => sum + documents.unwritten, 0);
  }

  /** @param during the event that is being applied, whose documents are needed further on. */
  private async writeAll(during?: Step): Promise<void> {
    if (this.unwritten() > 0) {
      await this.register.confirm();
      for (const [collection, documents] of this.working) {
        if (documents.unwritten === 0) continue;
        const { refused } = await this.storedCollection(collection).write(documents.writes());
        if (refused > 0) throw new CheckpointMovedError(`${refused} documents of ${collection} were not as they were loaded.`);
        documents.written();
      }
    }
    for (const documents of this.working.values()) documents.shrink(this.limits.kept);
    this.foundAll.clear();
    if (during !== undefined) await this.hold(during.refs);
  }

  private storedCollection(name: string): ProjectionCollection {
    const collection = this.stored.get(name);
    if (collection === undefined) throw new Error(`Collection ${name} is not open.`);
    return collection;
  }
}

/** The same for the same search. */
const nameOf = ({ collection, where: { field, equals } }: DocumentsWhere): string => JSON.stringify([collection, field, equals]);
