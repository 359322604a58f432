import { describe, expect, it } from '@jest/globals';
import { projectionStatus } from './projection-status.js';
import { InMemoryProjectionStore } from './testing/in-memory-projection-store.js';
import { append, builds, eventStore, expected, HISTORY, live, served, start, until } from './testing/running-projector.js';

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
