import { describe, expect, it } from '@jest/globals';
import { projectionStatus, requestRebuild } from './projection-status.js';
import { faultyProjectionStore } from './testing/faulty-projection-store.js';
import { InMemoryProjectionStore } from './testing/in-memory-projection-store.js';
import { append, builds, eventStore, expected, HISTORY, live, secondVersion, served, start, time, until } from './testing/running-projector.js';
import { thingsProjection } from './testing/things.projection.js';

describe('a projector with a raised version', () => {
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

describe('a projector asked for a rebuild', () => {
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
