import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { RecordedEvent } from './event.js';
import { silentLogger } from './logger.js';
import { activeCollection, buildsRegister, parseBuilds } from './projection-build.js';
import { projectionStatus, requestRebuild } from './projection-status.js';
import type { Projection } from './projection.js';
import type { ProjectionStore } from './projection-store.js';
import { Projector, type ProjectorSettings } from './projector.js';
import { type Fate, faultyProjectionStore } from './testing/faulty-projection-store.js';
import { InMemoryEventStore } from './testing/in-memory-event-store.js';
import { InMemoryProjectionStore } from './testing/in-memory-projection-store.js';
import { ManualTime } from './testing/manual-time.js';
import { project } from './testing/projection-spec.js';
import { thingHistories, thingsProjection } from './testing/things.projection.js';

const HISTORY = fc.sample(thingHistories, { seed: 7, numRuns: 20 }).reduce((a, b) => (b.length > a.length ? b : a));

/** The same projection after its documents changed shape. */
const secondVersion: Projection = {
  ...(thingsProjection as Projection),
  version: 2,
  apply: (document, event, ref, read) => {
    const after = (thingsProjection as Projection).apply(document, event, ref, read);
    return after === document || after === undefined ? after : { ...after, shape: 2 };
  },
};

async function append(events: InMemoryEventStore, history: readonly RecordedEvent[]): Promise<void> {
  for (const { id, type, data, metadata, stream, revision } of history) {
    await events.append(stream, revision === 0 ? 'no-stream' : revision - 1, [{ id, type, data, metadata }]);
  }
}

async function eventStore(history: readonly RecordedEvent[] = HISTORY): Promise<InMemoryEventStore> {
  const events = new InMemoryEventStore();
  await append(events, history);
  return events;
}

const time = new ManualTime();
let projectors = 0;

/** Starts a projector, as a process would. */
function start(events: InMemoryEventStore, store: ProjectionStore, more: Partial<ProjectorSettings> = {}) {
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
async function until(reached: () => boolean | Promise<boolean>): Promise<void> {
  for (let turn = 0; turn < 2_000; turn++) {
    for (let n = 0; n < 5; n++) await new Promise((resolve) => setImmediate(resolve));
    if (await reached()) return;
    time.advance(100);
  }
  throw new Error('It never came to that.');
}

const live = ({ projector }: { projector: Projector }) => () => projector.status().state === 'live';

/** What queries see: the live documents of the active build. */
async function served(store: InMemoryProjectionStore): Promise<unknown> {
  const name = activeCollection(await store.getRegister(buildsRegister('things')));
  if (name === undefined) return undefined;
  expect(store.isPrepared(name)).toBe(true);
  return liveDocuments(store, name);
}

const liveDocuments = (store: InMemoryProjectionStore, name: string): unknown =>
  Object.fromEntries(store.documents(name).flatMap(([id, { text }]) => (text === undefined ? [] : [[id, JSON.parse(text)]])));

const expected = async (events: InMemoryEventStore, projection = thingsProjection as Projection): Promise<unknown> =>
  project(projection, await events.readAll()).things;

const builds = async (store: ProjectionStore) => parseBuilds(await store.getRegister(buildsRegister('things')));

describe('Projector', () => {
  it('builds what is not there, then follows the log', async () => {
    const [store, events] = [new InMemoryProjectionStore(), await eventStore(HISTORY.slice(0, 12))];
    const running = start(events, store);
    await until(live(running));
    expect(await served(store)).toEqual(await expected(events));
    expect(store.collectionNames).toEqual(['things_owners_v1_1', 'things_v1_1']);

    await append(events, HISTORY.slice(12));
    const head = (await events.head()) ?? '';
    const seen = running.projector.waitFor(head);
    await until(() => running.projector.status().active?.position === head);
    await seen;
    expect(await served(store)).toEqual(await expected(events));
    expect(running.projector.status()).toMatchObject({
      name: 'things',
      state: 'live',
      active: { build: 'v1_1', version: 1, position: head, events: HISTORY.length },
    });
    await running.stop();
    expect(running.projector.status().state).toBe('stopped');
  });

  it('goes on where it stopped', async () => {
    const [store, events] = [new InMemoryProjectionStore(), await eventStore(HISTORY.slice(0, 12))];
    const first = start(events, store);
    await until(live(first));
    await first.stop();
    await append(events, HISTORY.slice(12));
    const second = start(events, store);
    await until(live(second));
    expect(await served(store)).toEqual(await expected(events));
    expect((await builds(store)).generation).toBe(1);
    expect(second.projector.status().active?.events).toBe(HISTORY.length);
    await second.stop();
  });

  it('gives up waiting for a position when it is told to', async () => {
    const [store, events] = [new InMemoryProjectionStore(), await eventStore()];
    const running = start(events, store);
    await until(live(running));
    const abort = new AbortController();
    const waiting = running.projector.waitFor('9999999999999999', abort.signal);
    abort.abort(new Error('too long'));
    await expect(waiting).rejects.toThrow('too long');
    await running.stop();
  });

  describe('with a raised version', () => {
    it('builds the new documents beside the old ones, which stay up to date, then switches and drops the old ones', async () => {
      const [inner, events] = [new InMemoryProjectionStore(), await eventStore(HISTORY.slice(0, 5))];
      const old = start(events, inner);
      await until(live(old));
      await old.stop();

      let rest = HISTORY.slice(5);
      let position = '';
      const versions = new Set<unknown>();
      const store = faultyProjectionStore(inner, async (call) => {
        // Somebody writes now and then, also in the moment before the switch; queries look at every moment.
        if (call.startsWith('moveRegister') || call === 'prepareForQueries things_v2_2') {
          await append(events, rest.slice(0, 1));
          rest = rest.slice(1);
        }
        if (call === 'prepareForQueries things_v2_2') for (let n = 0; n < 50; n++) await new Promise((resolve) => setImmediate(resolve));
        const { active } = await builds(inner);
        const checkpoint = JSON.parse((await inner.getRegister(`projection.things.${active?.id ?? ''}.checkpoint`)) ?? '{}') as { position: string };
        expect(active?.collections.filter((name) => !inner.isPrepared(name))).toEqual([]);
        expect(checkpoint.position >= position).toBe(true);
        position = checkpoint.position;
        versions.add(active?.version);
        return 'goes-through';
      });
      const running = start(events, store, { projection: secondVersion, previous: thingsProjection });
      await until(async () => (await builds(inner)).active?.version === 2 && live(running)());
      expect(rest).toEqual([]);
      expect(versions).toEqual(new Set([1, 2]));
      expect(await served(inner)).toEqual(await expected(events, secondVersion));
      expect(inner.collectionNames).toEqual(['things_owners_v2_2', 'things_v2_2']);
      expect(await inner.getRegister('projection.things.v1_1.checkpoint')).toBeUndefined();
      await running.stop();
    });

    it('keeps the old documents up to date all the time, with their own version', async () => {
      const [inner, events] = [new InMemoryProjectionStore(), await eventStore(HISTORY.slice(0, 15))];
      const old = start(events, inner);
      await until(live(old));
      await old.stop();
      // The new build is held up from its first write on.
      let hold = true;
      const store = faultyProjectionStore(inner, async (call) => (hold && call === 'moveRegister projection.things.v2_2.checkpoint' ? 'dies-before' : 'goes-through'));
      const running = start(events, store, { projection: secondVersion, previous: thingsProjection });
      await append(events, HISTORY.slice(15));
      await until(async () => JSON.stringify(await served(inner)) === JSON.stringify(await expected(events)));
      expect((await builds(inner)).active?.version).toBe(1);
      expect(running.projector.status()).toMatchObject({ state: 'retrying', building: { events: 0 } });
      hold = false;
      await until(live(running));
      expect((await builds(inner)).active?.version).toBe(2);
      await running.stop();
    });

    it('does not let an older process undo it', async () => {
      const [store, events] = [new InMemoryProjectionStore(), await eventStore()];
      const newer = start(events, store, { projection: secondVersion });
      await until(live(newer));
      const older = start(events, store);
      await until(() => older.projector.status().state === 'retrying');
      expect(older.projector.status().error).toContain('version 2');
      expect(await served(store)).toEqual(await expected(events, secondVersion));
      await newer.stop();
      // Unless it is told to.
      await older.projector.rebuild();
      await until(live(older));
      expect(await served(store)).toEqual(await expected(events));
      await older.stop();
    });
  });

  describe('asked for a rebuild', () => {
    it('builds everything anew, once for each request', async () => {
      const [store, events] = [new InMemoryProjectionStore(), await eventStore()];
      const running = start(events, store);
      await until(live(running));
      await running.projector.rebuild();
      await until(async () => (await builds(store)).active?.id === 'v1_2' && live(running)());
      expect(await served(store)).toEqual(await expected(events));
      expect(store.collectionNames).toEqual(['things_owners_v1_2', 'things_v1_2']);

      await requestRebuild(store, 'things', 'request 1');
      await until(async () => (await builds(store)).active?.id === 'v1_3' && live(running)());
      await requestRebuild(store, 'things', 'request 1');
      for (let second = 0; second < 5; second++) time.advance(1_000);
      await until(live(running));
      expect((await builds(store)).generation).toBe(3);
      await running.stop();
    });

    it('says how far it is, to everybody who can see the read store', async () => {
      const [store, events] = [new InMemoryProjectionStore(), await eventStore()];
      const running = start(events, store, { batchSize: 1 });
      await until(live(running));
      const seen: unknown[] = [];
      const watched = faultyProjectionStore(store, async () => {
        time.advance(50);
        const status = await projectionStatus(store, 'things');
        if (status?.building !== undefined) seen.push([status.building.events, status.total]);
        return 'goes-through';
      });
      await running.stop();
      const again = start(events, watched, { batchSize: 1 });
      await again.projector.rebuild();
      await until(async () => (await builds(store)).active?.id === 'v1_2' && live(again)());
      const events0 = seen.map((each) => (each as [number, number])[0]);
      expect(events0).toEqual([...events0].sort((a, b) => a - b));
      expect(new Set(events0).size).toBeGreaterThan(3);
      expect(new Set(seen.map((each) => (each as [number, number])[1]))).toEqual(new Set([HISTORY.length]));
      await again.stop();
      expect(await projectionStatus(store, 'things')).toMatchObject({ state: 'stopped', active: { events: HISTORY.length } });
    });
  });

  it.each(['dies-before', 'dies-after'] as const)('goes on after a process that %s any call to the read store', async (fate) => {
    for (let survived = 0; ; survived++) {
      const [inner, events] = [new InMemoryProjectionStore(), await eventStore(HISTORY.slice(0, 10))];
      const old = start(events, inner);
      await until(live(old));
      await old.stop();
      await append(events, HISTORY.slice(10));

      let calls = 0;
      const dying = faultyProjectionStore(inner, async (): Promise<Fate> => (calls++ < survived ? 'goes-through' : calls === survived + 1 ? fate : 'dies-before'));
      const first = start(events, dying, { projection: secondVersion });
      await until(() => calls > survived || live(first)());
      const finished = calls <= survived;
      await first.stop();
      const second = start(events, inner, { projection: secondVersion });
      await until(live(second));
      await second.stop();
      expect(await served(inner)).toEqual(await expected(events, secondVersion));
      expect(inner.collectionNames).toEqual(['things_owners_v2_2', 'things_v2_2']);
      if (finished) break;
    }
  });

  it('may have company: two at once do no harm', async () => {
    const [store, events] = [new InMemoryProjectionStore(), await eventStore(HISTORY.slice(0, 5))];
    const both = [1, 2].map(() => start(events, store, { random: Math.random }));
    for (const event of HISTORY.slice(5)) {
      await append(events, [event]);
      await new Promise((resolve) => setImmediate(resolve));
    }
    const head = await events.head();
    await until(() => both.some(({ projector }) => projector.status().active?.position === head));
    expect(await served(store)).toEqual(await expected(events));
    await Promise.all(both.map(({ stop }) => stop()));
    expect(store.collectionNames).toEqual(['things_owners_v1_1', 'things_v1_1']);
  });

  it('notices within a second that the read store went back, even if nothing happens', async () => {
    const [store, events] = [new InMemoryProjectionStore(), await eventStore(HISTORY.slice(0, 10))];
    const running = start(events, store);
    await until(live(running));
    const backup = store.contents();
    const nothing = new InMemoryProjectionStore().contents();
    await append(events, HISTORY.slice(10));
    await until(() => running.projector.status().active?.events === HISTORY.length);
    for (const contents of [backup, nothing, { ...backup, prepared: new Set<string>() }]) {
      store.restore(contents);
      time.advance(1_000);
      await until(async () => (await builds(store)).active?.collections.every((name) => store.isPrepared(name)) ?? false);
      await until(async () => JSON.stringify(await served(store)) === JSON.stringify(await expected(events)));
    }
    await running.stop();
  });

  it('builds anew when the store went back in the middle of a write, and a state that is to be read is gone', async () => {
    // The owner is named, a thing is made that reads the name, the owner is named again.
    const [first, second, third] = ([['owner-named', { name: 'one' }], ['thing-made', { owner: '1' }], ['owner-named', { name: 'two' }]] as const).map(
      ([type, data], position): RecordedEvent => ({
        ...HISTORY[0]!,
        id: String(position),
        type,
        data,
        stream: type === 'thing-made' ? 'thing-acme.1' : 'owner-acme.1',
        revision: position === 2 ? 1 : 0,
      }),
    ) as [RecordedEvent, RecordedEvent, RecordedEvent];
    const [inner, events] = [new InMemoryProjectionStore(), await eventStore([first])];
    let backup: ReturnType<InMemoryProjectionStore['contents']> | undefined;
    const store = faultyProjectionStore(inner, async (call) => {
      if (backup !== undefined && call === 'write things_owners_v1_1') {
        inner.restore(backup);
        backup = undefined;
      }
      return 'goes-through';
    });
    const running = start(events, store);
    await until(live(running));
    const contents = inner.contents();
    await append(events, [second]);
    await until(() => running.projector.status().active?.events === 2);
    backup = contents;
    await append(events, [third]);
    await until(async () => (await builds(inner)).active?.id === 'v1_2' && live(running)());
    expect(await served(inner)).toEqual(await expected(events));
    await running.stop();
  });

  it('stops loudly at an event that it cannot handle, and skips nothing', async () => {
    const [store, events] = [new InMemoryProjectionStore(), await eventStore(HISTORY.slice(0, 10))];
    const running = start(events, store);
    await until(live(running));
    const { metadata } = HISTORY[0]!;
    await events.append('thing-acme.77', 'no-stream', [{ id: 'unknown', type: 'thing-unheard-of', data: {}, metadata }]);
    await append(events, HISTORY.slice(10));
    await until(() => running.projector.status().state === 'retrying');
    expect(running.projector.status()).toMatchObject({ error: expect.stringContaining('thing-unheard-of') as unknown, active: { events: 10 } });
    await until(async () => (await projectionStatus(store, 'things'))?.state === 'retrying');
    await running.stop();
  });
});
