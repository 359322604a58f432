import { expect } from '@jest/globals';
import type { DomainEvent, Recorded, RecordedEvent } from '../event.js';
import type { JsonObject } from '../json.js';
import { collectionIn, isDocumentRef, ProjectionFold } from '../projection-fold.js';
import type { Projection } from '../projection.js';
import { WorkingDocuments } from '../working-documents.js';
import { deepFreeze } from './deep-freeze.js';

/** Documents by id, by collection. */
export type ProjectedDocuments = Readonly<Record<string, Readonly<Record<string, JsonObject>>>>;

/** What a spec says of the documents that came out. */
export interface ProjectionOutcome {
  /** Exactly these documents, in the collections that are named. */
  then(expected: ProjectedDocuments): void;
  /** The documents, to look at them more closely. */
  readonly documents: ProjectedDocuments;
}

/**
 * Given events, then documents:
 *
 *     projectionSpec(cases).given(created, started).then({ cases: { 'acme.1': … } });
 *
 * No store takes part. Events and documents are frozen, and each document has to survive JSON unchanged, so a
 * projection that is not pure or not plain fails here. Events are given in the order of the log; `record` makes them.
 */
export function projectionSpec<Event extends DomainEvent>(
  projection: Projection<Event>,
): { given(...events: readonly Recorded<Event>[]): ProjectionOutcome } {
  return {
    given(...events) {
      const documents = project(projection, events as readonly unknown[] as readonly RecordedEvent[]);
      return {
        documents,
        then(expected) {
          expect(Object.fromEntries(Object.keys(expected).map((name) => [name, documents[name]]))).toEqual(expected);
        },
      };
    },
  };
}

/** The documents that events make, without any store. */
export function project(projection: Projection, events: readonly RecordedEvent[]): ProjectedDocuments {
  const fold = new ProjectionFold(frozen(projection));
  const collections = new Map(Object.keys(projection.collections).map((name) => [name, new WorkingDocuments()]));
  const ids = new Map(Object.keys(projection.collections).map((name) => [name, new Set<string>()]));
  const hold = (collection: string, id: string): void => {
    const documents = collectionIn(collections, { collection });
    if (!documents.holds(id)) documents.take(id, undefined);
    ids.get(collection)?.add(id);
  };
  for (const event of events) {
    const step = fold.plan(deepFreeze(event));
    for (const { collection, id } of step.refs) hold(collection, id);
    for (const target of step.targets) {
      if (isDocumentRef(target)) fold.apply(step, target, collections);
      else {
        const { collection, where } = target;
        if (!projection.collections[collection]?.some(([first]) => first === where.field)) {
          throw new Error(`No index of ${collection} begins with ${where.field}.`);
        }
        for (const id of collectionIn(collections, { collection }).where(where.field, where.equals)) {
          fold.apply(step, { collection, id }, collections);
        }
      }
    }
  }
  return Object.fromEntries(
    [...ids].map(([collection, known]) => [
      collection,
      Object.fromEntries(
        [...known].sort().flatMap((id) => {
          const body = collectionIn(collections, { collection }).body(id);
          return body === undefined ? [] : [[id, body]];
        }),
      ),
    ]),
  );
}

/** The same projection, where every document that it makes is frozen and has to be plain JSON. */
const frozen = (projection: Projection): Projection => ({
  ...projection,
  targets: (event) => projection.targets(event),
  reads: (event) => projection.reads?.(event) ?? [],
  apply(document, event, ref, read) {
    const after = projection.apply(document, event, ref, read);
    if (after !== document && after !== undefined) expect(JSON.parse(JSON.stringify(after))).toStrictEqual(after);
    return deepFreeze(after);
  },
});
