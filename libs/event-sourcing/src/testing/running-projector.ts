import { expect } from '@jest/globals';
import fc from 'fast-check';
import type { RecordedEvent } from '../event.js';
import { silentLogger } from '../logger.js';
import { activeCollection, type Builds, buildsRegister, parseBuilds } from '../projection-build.js';
import type { Projection } from '../projection.js';
import type { ProjectionStore } from '../projection-store.js';
import { Projector, type ProjectorSettings } from '../projector.js';
import { InMemoryEventStore } from './in-memory-event-store.js';
import type { InMemoryProjectionStore } from './in-memory-projection-store.js';
import { ManualTime } from './manual-time.js';
import { project } from './projection-spec.js';
import { thingHistories, thingsProjection } from './things.projection.js';

/** What happens in the specs of the projector: the same each time. */
export const HISTORY = fc.sample(thingHistories, { seed: 7, numRuns: 20 }).reduce((a, b) => (b.length > a.length ? b : a));

/** The projection of things after its documents changed shape. */
export const secondVersion: Projection = {
  ...(thingsProjection as Projection),
  version: 2,
  apply: (document, event, ref, read) => {
    const after = (thingsProjection as Projection).apply(document, event, ref, read);
    return after === document || after === undefined ? after : { ...after, shape: 2 };
  },
};

/** Adds to a log what happened next. */
export async function append(events: InMemoryEventStore, history: readonly RecordedEvent[]): Promise<void> {
  for (const { id, type, data, metadata, stream, revision } of history) {
    await events.append(stream, revision === 0 ? 'no-stream' : revision - 1, [{ id, type, data, metadata }]);
  }
}

/** A log in which this has happened. */
export async function eventStore(history: readonly RecordedEvent[] = HISTORY): Promise<InMemoryEventStore> {
  const events = new InMemoryEventStore();
  await append(events, history);
  return events;
}

/** The time of all that runs in a spec. */
export const time = new ManualTime();
let projectors = 0;

export interface RunningProjector {
  readonly projector: Projector;
  readonly stop: () => Promise<void>;
}

/** Starts a projector, as a process would. */
export function start(events: InMemoryEventStore, store: ProjectionStore, more: Partial<ProjectorSettings> = {}): RunningProjector {
  const ids = { next: 0, name: `projector ${++projectors}` };
  const projector = new Projector({
    projection: thingsProjection,
    events,
    store,
    logger: silentLogger,
    clock: time,
    timer: time,
    ids: { uuid: () => `${ids.name}.${++ids.next}` },
    random: () => 0.5,
    batchSize: 5,
    limits: { unwritten: 4, kept: 4 },
    ...more,
  });
  const stop = new AbortController();
  const ended = projector.run(stop.signal);
  return {
    projector,
    stop: async () => {
      stop.abort();
      await ended;
    },
  };
}

/** Lets things happen, and time pass, until this is so. */
export async function until(reached: () => boolean | Promise<boolean>): Promise<void> {
  for (let turn = 0; turn < 2_000; turn++) {
    for (let n = 0; n < 5; n++) await new Promise((resolve) => setImmediate(resolve));
    if (await reached()) return;
    time.advance(100);
  }
  throw new Error('It never came to that.');
}

export const live = ({ projector }: RunningProjector) => (): boolean => projector.status().state === 'live';

/** What queries see: the live documents of the active build. */
export async function served(store: InMemoryProjectionStore): Promise<unknown> {
  const name = activeCollection(await store.getRegister(buildsRegister('things')));
  if (name === undefined) return undefined;
  expect(store.isPrepared(name)).toBe(true);
  return Object.fromEntries(store.documents(name).flatMap(([id, { text }]) => (text === undefined ? [] : [[id, JSON.parse(text)]])));
}

/** What queries are to see: the fold of the whole log. */
export const expected = async (events: InMemoryEventStore, projection = thingsProjection as Projection): Promise<unknown> =>
  project(projection, await events.readAll()).things;

/** Which builds of the projection there are. */
export const builds = async (store: ProjectionStore): Promise<Builds> => parseBuilds(await store.getRegister(buildsRegister('things')));
