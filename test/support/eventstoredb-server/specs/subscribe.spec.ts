// How streams and the whole log are followed. It is stated for the stand-in, and for a real server when EVENTSTOREDB_URL
// names one.
import { describe, expect, it } from '@jest/globals';
import { type AllStreamSubscription, END, jsonEvent, START, type StreamSubscription } from '@eventstore/db-client';
import { eventually } from '../../eventually.js';
import { all, numberOf, written } from './seen.js';
import { event, events, newStream, useServer } from './spec-server.js';

const spec = useServer();

/** Runs while the subscription says what is written down, and ends it. */
async function during(subscription: StreamSubscription | AllStreamSubscription, run: (said: unknown[]) => Promise<void>): Promise<void> {
  const said = written(subscription);
  try {
    await run(said);
  } finally {
    await subscription.unsubscribe();
  }
}

const says = (said: unknown[], expected: readonly unknown[]): Promise<void> =>
  eventually(() => {
    expect(said).toEqual(expected);
  });

describe('a subscription to a stream', () => {
  it('is confirmed, catches up, says so, and goes on', async () => {
    const stream = newStream();
    await spec.client.appendToStream(stream, events(0, 1));
    await during(spec.client.subscribeToStream(stream), async (said) => {
      await says(said, ['confirmed', 0, 1, 'caught up']);
      await spec.client.appendToStream(newStream(), events(7));
      await spec.client.appendToStream(stream, events(2, 3));
      await says(said, ['confirmed', 0, 1, 'caught up', 2, 3]);
    });
  });

  it('begins behind a revision', async () => {
    const stream = newStream();
    await spec.client.appendToStream(stream, events(0, 1, 2));
    await during(spec.client.subscribeToStream(stream, { fromRevision: 1n }), (said) => says(said, ['confirmed', 2, 'caught up']));
  });

  it('begins at the end', async () => {
    const stream = newStream();
    await spec.client.appendToStream(stream, events(0, 1));
    await during(spec.client.subscribeToStream(stream, { fromRevision: END }), async (said) => {
      await says(said, ['confirmed', 'caught up']);
      await spec.client.appendToStream(stream, events(2));
      await says(said, ['confirmed', 'caught up', 2]);
    });
  });

  it('waits for a stream that is not there yet', async () => {
    const stream = newStream();
    await during(spec.client.subscribeToStream(stream, { fromRevision: START }), async (said) => {
      await says(said, ['confirmed', 'caught up']);
      await spec.client.appendToStream(stream, events(0));
      await says(said, ['confirmed', 'caught up', 0]);
    });
  });
});

describe('a subscription to the whole log', () => {
  it('begins behind a position, catches up, says so, and goes on', async () => {
    const [one, other] = [newStream(), newStream()];
    const { position } = await spec.client.appendToStream(one, events(0));
    await spec.client.appendToStream(other, events(1));
    await during(spec.client.subscribeToAll({ fromPosition: position! }), async (said) => {
      await says(said, ['confirmed', 1, 'caught up']);
      await spec.client.appendToStream(one, events(2, 3));
      await says(said, ['confirmed', 1, 'caught up', 2, 3]);
    });
  });

  it('begins at the end', async () => {
    await spec.client.appendToStream(newStream(), events(0));
    await during(spec.client.subscribeToAll({ fromPosition: END }), async (said) => {
      await says(said, ['confirmed', 'caught up']);
      await spec.client.appendToStream(newStream(), events(1));
      await says(said, ['confirmed', 'caught up', 1]);
    });
  });

  it('gives every event once and in order, however many are written meanwhile', async () => {
    const { position } = await spec.client.appendToStream(newStream(), events(0));
    const written = spec.client.appendToStream(newStream(), events(...Array(700).keys()));
    const subscription = spec.client.subscribeToAll({ fromPosition: position! });
    const seen: bigint[] = [];
    subscription.on('data', ({ event }) => seen.push(event!.position.commit));
    await written;
    await Promise.all(Array.from({ length: 100 }, (_, n) => spec.client.appendToStream(newStream(), event(n))));
    await eventually(() => {
      expect(seen).toHaveLength(800);
    });
    await subscription.unsubscribe();
    const read = await all(spec.client.readAll({ fromPosition: position! }));
    expect(seen).toEqual(read.slice(1, 801).map(({ event }) => event!.position.commit));
  });

  it('waits for a reader that takes its time', async () => {
    const { position } = await spec.client.appendToStream(newStream(), events(0));
    const subscription = spec.client.subscribeToAll({ fromPosition: position! });
    const text = 'x'.repeat(5_000);
    for (let n = 0; n < 400; n += 40) {
      await spec.client.appendToStream(newStream(), Array.from({ length: 40 }, (_, index) => jsonEvent({ type: 'much-said', data: { n: n + index, text } })));
    }
    const seen: unknown[] = [];
    for await (const resolved of subscription) if (seen.push(numberOf(resolved)) === 400) break;
    expect(seen).toEqual([...Array(400).keys()]);
  });
});
