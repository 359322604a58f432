import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { z } from 'zod';
import {
  type Aggregate,
  CommandRunner,
  defineEvent,
  eventCodec,
  type EventOfCodec,
  type EventStore,
  StoreUnavailableError,
  UnknownOutcomeError,
} from '#event-sourcing';
import { FrailProxy } from '../../../../test/support/frail-proxy.js';
import { eventually } from '../testing/eventually.js';
import { newEvent, newEvents } from '../testing/new-events.js';
import { type StandIn, standIn } from '../testing/stand-in.js';
import { openEventStoreDb } from './open.js';

const STREAM = 'case-acme.0';

let server: StandIn;
let stores: EventStore[];
const open = ({ url = server.server.url, deadline = 4_000 } = {}): EventStore => {
  const store = openEventStoreDb(`${url}&defaultDeadline=${deadline}`);
  stores.push(store);
  return store;
};
/** For calls that are not answered: connected already, so that it does not wait for that. */
const openImpatient = async (): Promise<EventStore> => {
  const store = open({ deadline: 200 });
  await eventually(() => store.append(`case-acme.${stores.length}`, 'any', newEvents(1)));
  return store;
};
beforeEach(async () => {
  server = await standIn();
  stores = [];
});
afterEach(async () => {
  server.server.faults.clear();
  await Promise.all(stores.map((store) => store.close()));
  await server.dispose();
});

const ids = async (store: EventStore): Promise<string[]> => (await store.readStream(STREAM)).map(({ id }) => id);

describe('an append', () => {
  it('has an unknown outcome when no answer comes in time, and gets the first answer when it is sent again', async () => {
    const store = open();
    const events = newEvents(2);
    const impatient = await openImpatient();
    server.server.faults.freeze();
    await expect(impatient.append(STREAM, 'no-stream', events)).rejects.toThrow(UnknownOutcomeError);
    server.server.faults.resume();
    const answer = await store.append(STREAM, 'no-stream', events);
    expect(answer).toEqual({ revision: 1, position: await store.head() });
    expect(await ids(store)).toEqual(events.map(({ id }) => id));
  });

  it('has an unknown outcome when the connection breaks before the answer, and the next one opens another', async () => {
    const store = open();
    const [first, second] = [newEvents(1), newEvents(1)];
    server.server.faults.loseAnswers(1);
    await expect(store.append(STREAM, 'no-stream', first)).rejects.toThrow(UnknownOutcomeError);
    expect(await store.append(STREAM, 'no-stream', first)).toMatchObject({ revision: 0 });
    expect(await store.append(STREAM, 0, second)).toMatchObject({ revision: 1 });
    expect(await ids(store)).toEqual([...first, ...second].map(({ id }) => id));
  });

  it('has an unknown outcome when the server says that it is not ready', async () => {
    const store = open();
    const events = newEvents(1);
    for (const trouble of ['notReady', 'unavailable'] as const) {
      server.server.faults[trouble](1);
      await expect(store.append(STREAM, 'no-stream', events)).rejects.toThrow(UnknownOutcomeError);
    }
    expect(await store.append(STREAM, 'no-stream', events)).toMatchObject({ revision: 0 });
  });

  it('was not made when there is no server, and is made when there is one', async () => {
    const store = open({ deadline: 200 });
    await server.stop();
    const events = newEvents(1);
    await expect(store.append(STREAM, 'no-stream', events)).rejects.toThrow(StoreUnavailableError);
    await server.start();
    await eventually(() => store.append(STREAM, 'no-stream', events));
    expect(await ids(store)).toEqual(events.map(({ id }) => id));
  });

  it('goes to the leader when another node has become it', async () => {
    const store = open();
    await store.append(STREAM, 'no-stream', newEvents(1));
    server.server.faults.notLeader(1);
    expect(await store.append(STREAM, 0, newEvents(1))).toMatchObject({ revision: 1 });

    const leader = await standIn();
    try {
      server.server.faults.notLeader(1, { host: '127.0.0.1', port: leader.server.port });
      const elsewhere = newEvents(1);
      await store.append('case-acme.2', 'no-stream', elsewhere);
      expect(await open(leader.server).readStream('case-acme.2')).toMatchObject(elsewhere);
      expect(await store.readStream('case-acme.2')).toMatchObject(elsewhere);
    } finally {
      await Promise.all(stores.splice(0).map((each) => each.close()));
      await leader.dispose();
    }
  });

  it('has an unknown outcome while nobody knows who leads', async () => {
    const store = open();
    server.server.faults.notLeader(2);
    await expect(store.append(STREAM, 'no-stream', newEvents(1))).rejects.toThrow(UnknownOutcomeError);
  });

  it('is refused when it is larger than the server takes, or its revision cannot be', async () => {
    const store = open();
    const large = newEvent('thing-happened', { text: 'x'.repeat(2_000_000) });
    await expect(store.append(STREAM, 'no-stream', [newEvent(), large, newEvent()])).rejects.toThrow(RangeError);
    for (const expected of [-1, 0.5]) await expect(store.append(STREAM, expected, newEvents(1))).rejects.toThrow(RangeError);
    expect(await ids(store)).toEqual([]);
  });
});

describe('the same event at a newer revision', () => {
  it('is appended again by the server, as the port says', async () => {
    const store = open();
    const event = newEvent();
    await store.append(STREAM, 'no-stream', [event]);
    expect(await store.append(STREAM, 0, [event])).toMatchObject({ revision: 1 });
  });

  const codec = eventCodec([defineEvent('counter-raised', z.object({ by: z.int() }))]);
  type CounterEvent = EventOfCodec<typeof codec>;
  const counter: Aggregate<number, CounterEvent> = { category: 'case', codec, initialState: 0, evolve: (sum, event) => sum + event.data.by };
  const raise = (store: EventStore, commandId: string) =>
    new CommandRunner(store).run(counter, STREAM, () => [{ type: 'counter-raised', data: { by: 1 } }], {
      org: 'acme',
      actor: 'client:1',
      commandId,
      correlationId: 'request',
      now: 0,
    });

  it('is not appended again by a command, which looks for its id first', async () => {
    const [mine, theirs] = [open(), open()];
    server.server.faults.loseAnswers(1);
    expect(await raise(mine, 'a')).toMatchObject({ state: 1, revision: 0 });
    expect(await raise(theirs, 'b')).toMatchObject({ state: 2, revision: 1 });
    expect(await raise(mine, 'a')).toMatchObject({ state: 1, revision: 0, resent: true });
    expect((await raise(mine, 'c')).state).toBe(3);
    expect(await ids(mine)).toHaveLength(3);
  });

  it('is not appended again where nothing is expected', async () => {
    const store = open();
    const [event, other] = [newEvent(), newEvent()];
    const first = await store.append('log-acme', 'any', [event]);
    await store.append('log-acme', 'any', [other]);
    await store.close();
    await server.stop();
    await server.start();
    expect(await open().append('log-acme', 'any', [event])).toEqual(first);
  });
});

describe('a read', () => {
  it('fails in time when no answer comes, although the client gives reads no deadline', async () => {
    await open().append(STREAM, 'no-stream', newEvents(1));
    const store = await openImpatient();
    server.server.faults.freeze();
    const outcomes = await Promise.allSettled([store.readStream(STREAM), store.readAll(), store.head(), store.subscribe()[Symbol.asyncIterator]().next()]);
    for (const outcome of outcomes) expect((outcome as PromiseRejectedResult).reason).toBeInstanceOf(StoreUnavailableError);
    server.server.faults.resume();
    expect(await eventually(() => store.readStream(STREAM))).toHaveLength(1);
  });

  it('fails when there is no server, without a word of who asked, and works when there is one', async () => {
    const warn = jest.spyOn(console, 'warn');
    const store = open({ url: server.server.url.replace('esdb://', 'esdb://admin:hunter2@') });
    await store.append(STREAM, 'no-stream', newEvents(1));
    await server.stop();
    for (const read of [() => store.readStream(STREAM), () => store.readAll(), () => store.head()]) {
      const error = await read().catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(StoreUnavailableError);
      expect(JSON.stringify([error, (error as Error).message, (error as Error).cause])).not.toMatch(/hunter2|admin/);
    }
    await server.start();
    expect(await eventually(() => store.readStream(STREAM))).toHaveLength(1);
    expect(warn).not.toHaveBeenCalled();
    warn.mockRestore();
  });

  it('ends when the store is closed', async () => {
    const store = openEventStoreDb(server.server.url);
    server.server.faults.freeze();
    const reading = store.readStream(STREAM);
    await store.close();
    await expect(reading).rejects.toThrow(StoreUnavailableError);
    await expect(store.readAll()).rejects.toThrow(StoreUnavailableError);
    await expect(store.append(STREAM, 'any', newEvents(1))).rejects.toThrow(StoreUnavailableError);
  });
});

describe('a cluster', () => {
  it('is found by its name, or by any of its nodes that is there', async () => {
    const { port } = server.server;
    for (const nodes of [`esdb+discover://127.0.0.1:${port}`, `kurrentdb://127.0.0.1:1,127.0.0.1:${port}`]) {
      const store = open({ url: `${nodes}?tls=false` });
      await store.append('case-acme.1', 'any', newEvents(1));
      expect(await store.readStream('case-acme.1')).not.toEqual([]);
    }
  });

  it('is away when none of its nodes is there', async () => {
    const store = open({ url: 'esdb://127.0.0.1:1,127.0.0.1:2?tls=false&maxDiscoverAttempts=1' });
    await expect(store.append(STREAM, 'no-stream', newEvents(1))).rejects.toThrow(StoreUnavailableError);
    await expect(store.readStream(STREAM)).rejects.toThrow(StoreUnavailableError);
    await expect(store.subscribe()[Symbol.asyncIterator]().next()).rejects.toThrow(StoreUnavailableError);
  });
});

describe('a process', () => {
  it('keeps its appends to one server when its connection to another breaks', async () => {
    const other = await standIn();
    try {
      const [lost, kept] = [open(), open(other.server)];
      await Promise.all([lost.append('a', 'no-stream', newEvents(1)), kept.append('a', 'no-stream', newEvents(1))]);
      server.server.faults.freeze();
      const failing = Array.from({ length: 20 }, (_, index) => lost.append(`case-acme.${index}`, 'no-stream', newEvents(1)));
      other.server.faults.freeze();
      const working = Promise.all(Array.from({ length: 20 }, (_, index) => kept.append(`case-acme.${index}`, 'no-stream', newEvents(1))));
      server.server.faults.dropConnections();
      for (const outcome of await Promise.allSettled(failing)) expect((outcome as PromiseRejectedResult).reason).toBeInstanceOf(UnknownOutcomeError);
      other.server.faults.resume();
      expect(await working).toHaveLength(20);
    } finally {
      await Promise.all(stores.splice(0).map((each) => each.close()));
      await other.dispose();
    }
  });

  it('survives a connection that breaks while it takes nothing more', async () => {
    const unhandled = jest.fn();
    process.on('unhandledRejection', unhandled);
    const proxy = await FrailProxy.before({ host: '127.0.0.1', port: server.server.port });
    const store = open({ url: `esdb://${proxy.host}?tls=false` });
    try {
      await store.append(STREAM, 'no-stream', newEvents(1));
      proxy.freeze();
      const appends = Array.from({ length: 50 }, (_, index) =>
        store.append(`case-acme.${index}`, 'no-stream', [newEvent('thing-happened', { text: 'x'.repeat(50_000) })]),
      );
      const outcomes = Promise.allSettled(appends);
      // Until they are all on their way.
      for (let turn = 0; turn < 10; turn++) await nextTurn();
      proxy.cut();
      for (const outcome of await outcomes) expect((outcome as PromiseRejectedResult).reason).toBeInstanceOf(UnknownOutcomeError);
      proxy.thaw();
      expect(await eventually(() => store.readStream(STREAM))).toHaveLength(1);
      expect(unhandled).not.toHaveBeenCalled();
    } finally {
      process.off('unhandledRejection', unhandled);
      await store.close();
      await proxy.close();
    }
  });
});
