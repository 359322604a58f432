import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { EventStoreDBClient } from '@eventstore/db-client';
import { type EventBatch, type EventStore, type Position, runSubscription, silentLogger, StoreUnavailableError } from '#event-sourcing';
import { FrailProxy } from '../../../../test/support/frail-proxy.js';
import { eventually } from '../testing/eventually.js';
import { newEvents } from '../testing/new-events.js';
import { type StandIn, standIn } from '../testing/stand-in.js';
import { openEventStoreDb } from './open.js';

const STREAM = 'case-acme.1';

let server: StandIn;
let store: EventStore;
let stop: AbortController;
beforeEach(async () => {
  server = await standIn();
  store = openEventStoreDb(server.server.url);
  stop = new AbortController();
});
afterEach(async () => {
  stop.abort();
  server.server.faults.clear();
  await store.close();
  await server.dispose();
});

type Batches = AsyncIterator<EventBatch, unknown>;
const follow = async (from: EventStore = store): Promise<Batches> => {
  const batches = from.subscribe({ filter: { categories: ['case'] } })[Symbol.asyncIterator]();
  expect(await batches.next()).toMatchObject({ value: { live: true } });
  return batches;
};

it('ends with an error when the server drops it, or the connection breaks', async () => {
  await store.append(STREAM, 'no-stream', newEvents(3));
  for (const trouble of ['dropSubscriptions', 'dropConnections'] as const) {
    const batches = await follow();
    const next = batches.next();
    server.server.faults[trouble]();
    await expect(next).rejects.toThrow(StoreUnavailableError);
  }
  const batches = await follow();
  const next = batches.next();
  await server.stop();
  await expect(next).rejects.toThrow(StoreUnavailableError);
});

it('ends with an error when the server does not answer any more, on a connection that stays open', async () => {
  const proxy = await FrailProxy.before({ host: '127.0.0.1', port: server.server.port });
  const distant = openEventStoreDb(`esdb://${proxy.host}?tls=false&keepAliveInterval=100&keepAliveTimeout=100`);
  try {
    await distant.append(STREAM, 'no-stream', newEvents(1));
    const batches = await follow(distant);
    proxy.freeze();
    await expect(batches.next()).rejects.toThrow(StoreUnavailableError);
  } finally {
    proxy.thaw();
    await distant.close();
    await proxy.close();
  }
});

it('goes on from the checkpoint, through all of that, without a gap and without an event twice', async () => {
  const seen: string[] = [];
  const positions: Position[] = [];
  let look: () => void = () => undefined;
  const until = async (count: number): Promise<void> => {
    while (seen.length < count) await new Promise<void>((resolve) => (look = resolve));
  };
  const subscription = runSubscription({
    name: 'spec',
    store,
    filter: { categories: ['case'] },
    batchSize: 2,
    checkpoint: { load: () => Promise.resolve(positions.at(-1)), store: (position) => Promise.resolve(void positions.push(position)) },
    handle: ({ events }) => {
      seen.push(...events.map(({ id }) => id));
      look();
      return Promise.resolve();
    },
    signal: stop.signal,
    logger: silentLogger,
    timer: { delay: () => nextTurn() },
  });
  const all: string[] = [];
  const append = async (): Promise<void> => {
    const events = newEvents(5);
    await eventually(() => store.append(STREAM, all.length === 0 ? 'no-stream' : all.length - 1, events));
    all.push(...events.map(({ id }) => id));
  };
  await append();
  await until(5);
  server.server.faults.dropSubscriptions();
  await append();
  await until(10);
  server.server.faults.dropConnections();
  await append();
  await until(15);
  await server.stop();
  await server.start();
  await append();
  await until(20);
  stop.abort();
  await subscription.ended;
  expect(seen).toEqual(all);
  expect(positions).toEqual([...positions].sort());
});

it('shows nothing of what the server writes for itself', async () => {
  const client = EventStoreDBClient.connectionString(server.server.url);
  try {
    await client.setStreamMetadata(STREAM, { maxAge: 1_000_000 });
    expect([await store.head(), await store.readAll()]).toEqual([undefined, []]);
    const { position } = await store.append(STREAM, 'no-stream', newEvents(1));
    await client.setStreamMetadata(STREAM, { maxAge: 2_000_000 });
    expect(await store.head()).toBe(position);
    expect(await store.readAll()).toHaveLength(1);
    expect(await store.readAll({ direction: 'backwards' })).toHaveLength(1);
    expect(await store.readAll({ filter: { types: ['$metadata'] } })).toEqual([]);
    for (const options of [{}, { filter: { types: ['$metadata', 'thing-happened'] } }]) {
      for await (const { events, live } of store.subscribe(options)) {
        expect(events.map(({ stream }) => stream)).toEqual([STREAM]);
        expect(live).toBe(true);
        break;
      }
    }
  } finally {
    await client.dispose();
  }
});

it('refuses a position of another log, which it would wait for in vain', async () => {
  await store.append(STREAM, 'no-stream', newEvents(5));
  const after = (await store.head()) ?? '';
  const other = await standIn();
  const young = openEventStoreDb(other.server.url);
  try {
    await young.append(STREAM, 'no-stream', newEvents(2));
    await expect(young.subscribe({ after })[Symbol.asyncIterator]().next()).rejects.toThrow(/not the log that this position is of/);
    await expect(store.readAll({ after: '0000000000000005' })).rejects.toThrow(RangeError);
  } finally {
    await young.close();
    await other.dispose();
  }
});
