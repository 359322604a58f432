import { expect } from '@jest/globals';
import fc from 'fast-check';
import { BuildWriter } from '../build-writer.js';
import type { Position, RecordedEvent } from '../event.js';
import { type Build, physicalCollection } from '../projection-build.js';
import { ReadAheadError } from '../projection-fold.js';
import type { Projection } from '../projection.js';
import { type Fate, faultyProjectionStore } from './faulty-projection-store.js';
import { type Course, courses, crashesOnly } from './projection-course.js';
import { type RestorableStore, restorableInMemoryStore } from './restorable-store.js';
import { SteppedProcess } from './stepped-process.js';
import { StoreBackups } from './store-backups.js';

/**
 * Checks that a projection that grew event by event equals one that was rebuilt, byte for byte, whatever happened on
 * the way: batches of any size, crashes between any two awaits, backups restored in the middle, a second projector on
 * the same documents, the calls of both mixed. Only what `BuildWriter` leaves out does not happen: no backup that was
 * made during a batch is restored before the end of that batch.
 *
 * @param histories events in the order of the log.
 * @param options what a failure prints, `{ seed, path, endOnFailure: true }`, makes the same run happen again.
 * @param open a store without contents, for each run; default one in memory.
 * @throws the smallest history and course for which they differ.
 */
export async function projectionEqualsRebuild(
  projection: Projection,
  histories: fc.Arbitrary<readonly RecordedEvent[]>,
  options: fc.Parameters<[readonly RecordedEvent[], Course]> = {},
  open: () => Promise<RestorableStore> = async () => restorableInMemoryStore(),
): Promise<void> {
  const property = fc.asyncProperty(histories, courses, async (history, course) => {
    expect(await grown(await open(), projection, history, course)).toEqual(await rebuilt(projection, history));
  });
  await fc.assert(property, { numRuns: 1_000, ...options });
}

const buildOf = (projection: Projection, generation: number): Build => ({
  id: `v${projection.version}_${generation}`,
  version: projection.version,
  collections: [],
});

const stored = (opened: RestorableStore, projection: Projection, build: Build): Promise<unknown> =>
  Promise.all(Object.keys(projection.collections).map(async (name) => [name, await opened.documents(physicalCollection(name, build.id))]));

/** The documents, made at one go. */
async function rebuilt(projection: Projection, history: readonly RecordedEvent[]): Promise<unknown> {
  const opened = restorableInMemoryStore();
  const build = buildOf(projection, 1);
  await fill(new BuildWriter(projection, build, opened.store, 'rebuild'), history, () => history.length, (handle) => handle());
  return stored(opened, projection, build);
}

const READ_AHEAD_LIMIT = 3;
/** Calls in which a rival finishes what it is at. */
const TO_THE_END = 60;

/** The documents, made the hard way. */
async function grown(
  opened: RestorableStore,
  projection: Projection,
  history: readonly RecordedEvent[],
  course: Course,
): Promise<unknown> {
  const { store } = opened;
  const backups = new StoreBackups(opened);
  await backups.take();
  const batch = (handle: () => Promise<void>): Promise<void> => backups.batch(handle);
  let turn = 0;
  const batchSize = (): number => course.batchSizes[turn++ % course.batchSizes.length] ?? 1;

  let processes = 0;
  const rivalOf = (build: Build): SteppedProcess => {
    const rivalStore = faultyProjectionStore(store, () => rival.turn());
    const writer = new BuildWriter(projection, build, rivalStore, `rival ${++processes}`, course.limits);
    const rival: SteppedProcess = new SteppedProcess(() => fill(writer, history, batchSize, batch));
    return rival;
  };
  let build = buildOf(projection, 1);
  let rival = rivalOf(build);

  const coming = [...course.disturbances];
  let calls = 0;
  const before = async (): Promise<Fate> => {
    const next = coming[0];
    if (next === undefined || calls++ < next.after) return 'goes-through';
    coming.shift();
    calls = 0;
    switch (next.disturbance.kind) {
      case 'dies-before':
      case 'dies-after':
        return next.disturbance.kind;
      case 'backup':
        await backups.take();
        return 'goes-through';
      case 'restore':
        await backups.restore(next.disturbance.age);
        return 'goes-through';
      case 'rival':
        if (next.disturbance.died) {
          await rival.die();
          rival = rivalOf(build);
        }
        await rival.goOn(next.disturbance.calls);
        return 'goes-through';
    }
  };

  const faulty = faultyProjectionStore(store, before);
  for (let attempt = 1, readAhead = 0; ; attempt++) {
    const writer = new BuildWriter(projection, build, faulty, `writer ${++processes}`, course.limits);
    try {
      do {
        await fill(writer, history, batchSize, batch);
      } while (coming.length > 0);
      // What a rival had begun must do no harm when it comes late.
      await rival.goOn(TO_THE_END);
      return await stored(opened, projection, build);
    } catch (error) {
      // Crashes alone never take a state away that is still to be read: writes have an order.
      if (error instanceof ReadAheadError && crashesOnly(course)) throw error;
      readAhead = error instanceof ReadAheadError ? readAhead + 1 : 0;
      if (readAhead === READ_AHEAD_LIMIT) {
        await rival.die();
        build = buildOf(projection, attempt + 1);
        rival = rivalOf(build);
      }
      if (attempt > 100) throw error;
    }
  }
}

/**
 * Brings a build to the end of the log, as a subscription would.
 * @param around what is done around the handling of each batch.
 */
async function fill(
  writer: BuildWriter,
  history: readonly RecordedEvent[],
  batchSize: () => number,
  around: (handle: () => Promise<void>) => Promise<void>,
): Promise<void> {
  let after: Position | undefined = await writer.load();
  for (;;) {
    const rest = after === undefined ? history : history.slice(history.findIndex(({ position }) => position === after) + 1);
    const events = rest.slice(0, batchSize());
    // Things happen between two batches as well, and the writer has to notice by itself unless it is at the end.
    const unmoved = await writer.unmoved();
    const last = events.at(-1);
    if (last === undefined) {
      if (unmoved) return;
      after = await writer.load();
      continue;
    }
    await around(() => writer.handle({ events, position: last.position, live: events.length === rest.length }));
    after = last.position;
  }
}
