import { describe, expect, it } from '@jest/globals';
import type { EventBatch } from './event-store.js';
import { runSubscription, type SubscriptionSettings } from './subscription-runner.js';
import { silentLogger } from './logger.js';
import { InMemoryEventStore } from './testing/in-memory-event-store.js';
import { ManualTime } from './testing/manual-time.js';
import { record } from './testing/record.js';

async function setUp(events: number) {
  const store = new InMemoryEventStore();
  const time = new ManualTime();
  const stop = new AbortController();
  const handled: number[] = [];
  let checkpoint: string | undefined;
  let failures = 0;
  const errors: string[] = [];

  const append = async (revision: number): Promise<void> => {
    const { id, type, data, metadata } = record({ type: 'counted', data: { n: revision } }, { revision });
    await store.append('counter-acme', revision === 0 ? 'no-stream' : revision - 1, [{ id, type, data, metadata }]);
  };
  for (let n = 0; n < events; n++) await append(n);

  const settings: SubscriptionSettings = {
    name: 'counting',
    store,
    batchSize: 2,
    checkpoint: {
      load: async () => checkpoint,
      store: async (position) => {
        checkpoint = position;
      },
    },
    handle: async (batch: EventBatch) => {
      if (failures > 0) {
        failures--;
        throw new Error('the handler fails');
      }
      handled.push(...batch.events.map(({ revision }) => revision));
    },
    signal: stop.signal,
    logger: { ...silentLogger, error: (_, message) => errors.push(message) },
    clock: time,
    timer: time,
    random: () => 0.5,
  };
  return {
    store, time, stop, handled, append, settings, errors,
    checkpoint: () => checkpoint,
    fail: (times: number) => {
      failures = times;
    },
  };
}

/** Lets everything happen that waits for nothing but its turn. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('runSubscription', () => {
  it('catches up in order, then follows, and stops when asked', async () => {
    const { settings, handled, append, stop, checkpoint } = await setUp(5);
    const running = runSubscription(settings);
    await settled();
    expect(handled).toEqual([0, 1, 2, 3, 4]);
    await append(5);
    await settled();
    expect(handled).toEqual([0, 1, 2, 3, 4, 5]);
    expect(checkpoint()).toBe('0000000000000005');
    expect(running.status).toEqual({ state: 'running' });
    stop.abort();
    await running.ended;
    expect(running.status).toEqual({ state: 'stopped' });
  });

  it('continues after the checkpoint', async () => {
    const { settings, handled, stop } = await setUp(5);
    const running = runSubscription({ ...settings, checkpoint: { load: async () => '0000000000000002' } });
    await settled();
    expect(handled).toEqual([3, 4]);
    stop.abort();
    await running.ended;
  });

  it('stores the checkpoint after the effect, never ahead of it', async () => {
    const { settings, handled, stop } = await setUp(5);
    const seen: unknown[] = [];
    const running = runSubscription({
      ...settings,
      checkpoint: {
        load: async () => undefined,
        store: async (position) => {
          seen.push([position, handled.length]);
        },
      },
    });
    await settled();
    expect(seen).toEqual([['0000000000000001', 2], ['0000000000000003', 4], ['0000000000000004', 5]]);
    stop.abort();
    await running.ended;
  });

  it('tries a batch again that fails, ever later, says so, and skips nothing', async () => {
    const { settings, handled, stop, fail, time, errors, checkpoint } = await setUp(3);
    fail(3);
    const running = runSubscription(settings);
    const since = time.now();
    for (const [attempts, pause] of [[1, 75], [2, 150], [3, 300]] as const) {
      await settled();
      expect(running.status).toMatchObject({ state: 'retrying', attempts, since, error: { message: 'the handler fails' } });
      expect(handled).toEqual([]);
      expect(checkpoint()).toBeUndefined();
      time.advance(pause - 1);
      await settled();
      expect(running.status).toMatchObject({ attempts });
      time.advance(1);
    }
    await settled();
    expect(handled).toEqual([0, 1, 2]);
    expect(running.status).toEqual({ state: 'running' });
    expect(errors).toHaveLength(3);
    stop.abort();
    await running.ended;
  });

  it('waits five seconds at most, so that it goes on soon after an outage of any length', async () => {
    const { settings, stop, fail, time } = await setUp(1);
    fail(100);
    const running = runSubscription({ ...settings, random: () => 0.999_999 });
    for (let n = 0; n < 20; n++) {
      await settled();
      time.advance(5_000);
    }
    await settled();
    expect(running.status).toMatchObject({ attempts: 21 });
    stop.abort();
    await running.ended;
  });

  it('takes a subscription up again that the store dropped', async () => {
    const { settings, store, handled, append, stop, time } = await setUp(3);
    const running = runSubscription(settings);
    await settled();
    store.dropSubscriptions(new Error('connection lost'));
    await settled();
    expect(running.status).toMatchObject({ state: 'retrying', error: { message: 'connection lost' } });
    await append(3);
    time.advance(100);
    await settled();
    expect(handled).toEqual([0, 1, 2, 3]);
    expect(running.status).toEqual({ state: 'running' });
    stop.abort();
    await running.ended;
  });

  it('does not believe a store that ends the subscription by itself', async () => {
    const { settings, store, stop } = await setUp(1);
    const running = runSubscription(settings);
    await settled();
    await store.close();
    await settled();
    expect(running.status).toMatchObject({ state: 'retrying', error: { name: 'SubscriptionDroppedError' } });
    stop.abort();
    await running.ended;
  });

  it('finishes the batch under way before it stops, and starts no other', async () => {
    const { settings, handled, stop, checkpoint } = await setUp(5);
    const running = runSubscription({
      ...settings,
      handle: async (batch) => {
        stop.abort();
        await settled();
        await settings.handle(batch);
      },
    });
    await running.ended;
    expect(handled).toEqual([0, 1]);
    expect(checkpoint()).toBe('0000000000000001');
  });
});
