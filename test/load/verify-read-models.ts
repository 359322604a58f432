import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  buildsRegister,
  categoryOf,
  type EventStore,
  parseBuilds,
  physicalCollection,
  type Position,
  type Projection,
  Projector,
  type RecordedEvent,
  silentLogger,
} from '#event-sourcing';
import type { ReadStore } from '#read-store';
import { openReadStore } from '#read-store/engines';
import { type Violation, violationsOf } from './violation.js';

const differing = violationsOf('readModel');
const PAGE = 500;

/** How many documents were compared, and which of them differ. */
export interface ReadModelVerdict {
  readonly documents: number;
  readonly violations: readonly Violation[];
}

/** Projects what a service that has ended had not projected yet. */
export async function bringUpToDate(projections: readonly Projection[], events: EventStore, log: readonly RecordedEvent[], made: ReadStore): Promise<void> {
  for (const projection of projections) await project(projection, events, made, log.at(-1)?.position ?? '');
}

/**
 * Every document that the service has made, against one made from the whole log in one go, byte for byte, with
 * the position that it is guarded by. Which documents there are to compare is what the projections say of the log. The read
 * models must be up to date.
 */
export async function verifyReadModels(
  projections: readonly Projection[],
  events: EventStore,
  log: readonly RecordedEvent[],
  made: ReadStore,
): Promise<ReadModelVerdict> {
  const folder = mkdtempSync(join(tmpdir(), 'casetrail-rebuild-'));
  const rebuilt = await openReadStore(`sqlite:${join(folder, 'read.db')}`);
  const head = log.at(-1)?.position ?? '';
  const problems: string[] = [];
  let documents = 0;
  try {
    for (const projection of projections) {
      await project(projection, events, rebuilt, head);
      for (const [collection, ids] of documentsOf(projection, log)) {
        documents += ids.size;
        const [before, after] = [await contents(projection, collection, ids, made), await contents(projection, collection, ids, rebuilt)];
        for (const id of ids) {
          if (before.get(id) !== after.get(id)) problems.push(`${collection} ${id}: ${before.get(id)} ≠ ${after.get(id)}`);
        }
      }
    }
  } finally {
    await rebuilt.close();
    rmSync(folder, { recursive: true });
  }
  return { documents, violations: differing(problems) };
}

/** Brings a read model up to date. */
async function project(projection: Projection, events: EventStore, store: ReadStore, head: Position): Promise<void> {
  const stop = new AbortController();
  const projector = new Projector({ projection, events, store, logger: silentLogger });
  const running = projector.run(stop.signal);
  await projector.waitFor(head, AbortSignal.timeout(60_000));
  stop.abort();
  await running;
}

/** The ids of all documents that the events of the log go into, by collection. */
function documentsOf(projection: Projection, log: readonly RecordedEvent[]): ReadonlyMap<string, ReadonlySet<string>> {
  const ids = new Map(Object.keys(projection.collections).map((name) => [name, new Set<string>()]));
  for (const recorded of log) {
    const event = projection.sources[categoryOf(recorded.stream)]?.decode(recorded);
    for (const target of event === undefined ? [] : projection.targets(event)) {
      if ('id' in target) ids.get(target.collection)?.add(target.id);
    }
  }
  return ids;
}

/** Documents as texts, by id, as the build that queries read has them. */
async function contents(projection: Projection, name: string, ids: ReadonlySet<string>, store: ReadStore): Promise<ReadonlyMap<string, string>> {
  const { active } = parseBuilds(await store.getRegister(buildsRegister(projection.name)));
  if (active === undefined) throw new Error(`The projection ${projection.name} was never built.`);
  const counts = name === projection.name ? (projection.counts ?? []) : [];
  const collection = await store.openCollection(physicalCollection(name, active.id), { indexes: projection.collections[name] ?? [], counts });
  const found = new Map<string, string>();
  const all = [...ids];
  for (let from = 0; from < all.length; from += PAGE) {
    for (const { id, position, body } of await collection.getMany(all.slice(from, from + PAGE))) {
      found.set(id, JSON.stringify([position, body]));
    }
  }
  return found;
}
