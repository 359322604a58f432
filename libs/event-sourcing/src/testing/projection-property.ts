import { expect } from '@jest/globals';
import fc from 'fast-check';
import { BuildWriter, type BuildWriterLimits } from '../build-writer.js';
import type { Position, RecordedEvent } from '../event.js';
import type { EventBatch } from '../event-store.js';
import { type Build, physicalCollection } from '../projection-build.js';
import { ReadAheadError } from '../projection-fold.js';
import type { Projection } from '../projection.js';
import { type Fate, faultyProjectionStore } from './faulty-projection-store.js';
import { InMemoryProjectionStore, type StoreContents } from './in-memory-projection-store.js';

/** Something that happens between two awaits of a projector. */
type Disturbance =
  | { readonly kind: 'dies-before' | 'dies-after' | 'backup' }
  /** The store goes back to one of its backups. */
  | { readonly kind: 'restore'; readonly backup: number }
  /** A second projector, which remembers what it did last, works on some batches, and dies if it calls too often. */
  | { readonly kind: 'rival'; readonly batches: number; readonly calls: number };

/** One way in which things may go. */
interface Course {
  readonly batchSizes: readonly number[];
  readonly limits: BuildWriterLimits;
  /** What happens, and after how many calls that went through. */
  readonly disturbances: readonly { readonly after: number; readonly disturbance: Disturbance }[];
}

const crash: fc.Arbitrary<Disturbance> = fc.record({ kind: fc.constantFrom('dies-before' as const, 'dies-after' as const) });

const disturbance: fc.Arbitrary<Disturbance> = fc.oneof(
  crash,
  fc.record({ kind: fc.constant('backup' as const) }),
  fc.record({ kind: fc.constant('restore' as const), backup: fc.nat(20) }),
  fc.record({ kind: fc.constant('rival' as const), batches: fc.integer({ min: 1, max: 3 }), calls: fc.integer({ min: 1, max: 30 }) }),
);

const happeningAt = (what: fc.Arbitrary<Disturbance>): fc.Arbitrary<Course['disturbances']> =>
  fc.array(fc.record({ after: fc.nat(25), disturbance: what }), { maxLength: 12 });

const course: fc.Arbitrary<Course> = fc.record({
  batchSizes: fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 8 }),
  limits: fc.record({ unwritten: fc.integer({ min: 1, max: 8 }), kept: fc.nat(8) }),
  disturbances: fc.oneof(happeningAt(disturbance), happeningAt(crash)),
});

/**
 * Checks that a projection that grew event by event equals one that was rebuilt, byte for byte, whatever happened on
 * the way: batches of any size, crashes between any two awaits, backups restored in the middle, a second projector on
 * the same documents.
 *
 * @param histories events in the order of the log.
 * @throws the smallest history and course for which they differ.
 */
export async function projectionEqualsRebuild(
  projection: Projection,
  histories: fc.Arbitrary<readonly RecordedEvent[]>,
  options: fc.Parameters<[readonly RecordedEvent[], Course]> = { numRuns: 1_000 },
): Promise<void> {
  const property = fc.asyncProperty(histories, course, async (history, how) => {
    expect(await grown(projection, history, how)).toEqual(await rebuilt(projection, history));
  });
  await fc.assert(property, options);
}

const buildOf = (projection: Projection, generation: number): Build => ({
  id: `v${projection.version}_${generation}`,
  version: projection.version,
  collections: [],
});

const stored = (store: InMemoryProjectionStore, projection: Projection, build: Build): unknown =>
  Object.keys(projection.collections).map((name) => [name, store.documents(physicalCollection(name, build.id))]);

/** The documents, made at one go. */
async function rebuilt(projection: Projection, history: readonly RecordedEvent[]): Promise<unknown> {
  const store = new InMemoryProjectionStore();
  const build = buildOf(projection, 1);
  const writer = new BuildWriter(projection, build, store, 'rebuild');
  await work(writer, history, () => history.length, Infinity);
  return stored(store, projection, build);
}

/** The documents, made the hard way. */
async function grown(projection: Projection, history: readonly RecordedEvent[], how: Course): Promise<unknown> {
  const store = new InMemoryProjectionStore();
  const backups: StoreContents[] = [store.contents()];
  const coming = [...how.disturbances];
  let calls = 0;
  let turn = 0;
  // A backup is older than the batch in which it is restored.
  let restorable = 1;
  let rivalCalls = 0;
  let build = buildOf(projection, 1);
  const batchSize = (): number => how.batchSizes[turn++ % how.batchSizes.length] ?? 1;

  const rivalStore = faultyProjectionStore(store, async () => (rivalCalls-- > 0 ? 'goes-through' : 'dies-before'));
  const rivalOf = (of: Build): BuildWriter => new BuildWriter(projection, of, rivalStore, `rival ${of.id}`, how.limits);
  let rival = rivalOf(build);

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
        backups.push(store.contents());
        return 'goes-through';
      case 'restore': {
        const backup = backups[next.disturbance.backup % restorable];
        if (backup !== undefined) store.restore(backup);
        return 'goes-through';
      }
      case 'rival':
        rivalCalls = next.disturbance.calls;
        await work(rival, history, batchSize, next.disturbance.batches).catch(() => undefined);
        return 'goes-through';
    }
  };

  const faulty = faultyProjectionStore(store, before);
  const writerOf = (of: Build, generation: number): BuildWriter =>
    new BuildWriter(projection, of, faulty, `writer ${of.id} ${generation}`, how.limits);
  let writer = writerOf(build, 0);
  for (let attempt = 1, readAhead = 0; ; attempt++) {
    try {
      await work(writer, history, batchSize, Infinity, () => {
        restorable = backups.length;
      });
      return stored(store, projection, build);
    } catch (error) {
      // Crashes alone never take a state away that is still to be read: writes have an order.
      if (error instanceof ReadAheadError && how.disturbances.every(({ disturbance: { kind } }) => kind.startsWith('dies'))) throw error;
      readAhead = error instanceof ReadAheadError ? readAhead + 1 : 0;
      if (readAhead === 3) {
        build = buildOf(projection, attempt + 1);
        rival = rivalOf(build);
      }
      if (attempt > 100) throw error;
      writer = writerOf(build, attempt);
    }
  }
}

/** Handles batches from where the writer is, as a subscription would; a writer that fails starts over the next time. */
async function work(
  writer: BuildWriter,
  history: readonly RecordedEvent[],
  batchSize: () => number,
  batches: number,
  starting: () => void = () => undefined,
): Promise<void> {
  try {
    let after: Position | undefined = fresh.has(writer) ? writer.checkpoint?.position : await writer.load();
    fresh.add(writer);
    for (let n = 0; n < batches; n++) {
      const rest = after === undefined ? history : history.slice(history.findIndex(({ position }) => position === after) + 1);
      const events = rest.slice(0, batchSize());
      const last = events.at(-1);
      if (last === undefined) return;
      starting();
      const batch: EventBatch = { events, position: last.position, live: events.length === rest.length };
      await writer.handle(batch);
      after = last.position;
    }
  } catch (error) {
    fresh.delete(writer);
    throw error;
  }
}

/** Writers whose memory is in step with what they did last. */
const fresh = new WeakSet<BuildWriter>();
