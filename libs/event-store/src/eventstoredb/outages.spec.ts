import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { StoreUnavailableError, UnknownOutcomeError } from '#event-sourcing';
import { eventually } from '../testing/eventually.js';
import { newEvent, newEvents } from '../testing/new-events.js';
import { idsIn, StoresOnStandIn } from '../testing/stores-on-stand-in.js';
import { openEventStoreDb } from './open.js';

const STREAM = 'case-acme.0';

let spec: StoresOnStandIn;
beforeEach(async () => {
  spec = await StoresOnStandIn.begun();
});
afterEach(() => spec.end());

describe('an append', () => {
  it('has an unknown outcome when no answer comes in time, and gets the first answer when it is sent again', async () => {
    const store = spec.open();
    const events = newEvents(2);
    const impatient = await spec.openImpatient();
    spec.faults.freeze();
    await expect(impatient.append(STREAM, 'no-stream', events)).rejects.toThrow(UnknownOutcomeError);
    spec.faults.resume();
    const answer = await store.append(STREAM, 'no-stream', events);
    expect(answer).toEqual({ revision: 1, position: await store.head() });
    expect(await idsIn(store, STREAM)).toEqual(events.map(({ id }) => id));
  });

  it('has an unknown outcome when the connection breaks before the answer, and the next one opens another', async () => {
    const store = spec.open();
    const [first, second] = [newEvents(1), newEvents(1)];
    spec.faults.loseAnswers(1);
    await expect(store.append(STREAM, 'no-stream', first)).rejects.toThrow(UnknownOutcomeError);
    expect(await store.append(STREAM, 'no-stream', first)).toMatchObject({ revision: 0 });
    expect(await store.append(STREAM, 0, second)).toMatchObject({ revision: 1 });
    expect(await idsIn(store, STREAM)).toEqual([...first, ...second].map(({ id }) => id));
  });

  it('has an unknown outcome when the server says that it is not ready', async () => {
    const store = spec.open();
    const events = newEvents(1);
    for (const trouble of ['notReady', 'unavailable'] as const) {
      spec.faults[trouble](1);
      await expect(store.append(STREAM, 'no-stream', events)).rejects.toThrow(UnknownOutcomeError);
    }
    expect(await store.append(STREAM, 'no-stream', events)).toMatchObject({ revision: 0 });
  });

  it('was not made when there is no server, and is made when there is one', async () => {
    const store = spec.open({ deadline: 200 });
    await spec.server.stop();
    const events = newEvents(1);
    await expect(store.append(STREAM, 'no-stream', events)).rejects.toThrow(StoreUnavailableError);
    await spec.server.start();
    await eventually(() => store.append(STREAM, 'no-stream', events));
    expect(await idsIn(store, STREAM)).toEqual(events.map(({ id }) => id));
  });

  it('is refused when it is larger than the server takes, or its revision cannot be', async () => {
    const store = spec.open();
    const large = newEvent('thing-happened', { text: 'x'.repeat(2_000_000) });
    await expect(store.append(STREAM, 'no-stream', [newEvent(), large, newEvent()])).rejects.toThrow(RangeError);
    for (const expected of [-1, 0.5]) await expect(store.append(STREAM, expected, newEvents(1))).rejects.toThrow(RangeError);
    expect(await idsIn(store, STREAM)).toEqual([]);
  });
});

describe('a read', () => {
  it('fails in time when no answer comes, although the client gives reads no deadline', async () => {
    await spec.open().append(STREAM, 'no-stream', newEvents(1));
    const store = await spec.openImpatient();
    spec.faults.freeze();
    const outcomes = await Promise.allSettled([store.readStream(STREAM), store.readAll(), store.head(), store.subscribe()[Symbol.asyncIterator]().next()]);
    for (const outcome of outcomes) expect((outcome as PromiseRejectedResult).reason).toBeInstanceOf(StoreUnavailableError);
    spec.faults.resume();
    expect(await eventually(() => store.readStream(STREAM))).toHaveLength(1);
  });

  it('fails when there is no server, without a word of who asked, and works when there is one', async () => {
    const warn = jest.spyOn(console, 'warn');
    const store = spec.open({ url: spec.url.replace('esdb://', 'esdb://admin:hunter2@') });
    await store.append(STREAM, 'no-stream', newEvents(1));
    await spec.server.stop();
    for (const read of [() => store.readStream(STREAM), () => store.readAll(), () => store.head()]) {
      const error = await read().catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(StoreUnavailableError);
      expect(JSON.stringify([error, (error as Error).message, (error as Error).cause])).not.toMatch(/hunter2|admin/);
    }
    await spec.server.start();
    expect(await eventually(() => store.readStream(STREAM))).toHaveLength(1);
    expect(warn).not.toHaveBeenCalled();
    warn.mockRestore();
  });

  it('ends when the store is closed', async () => {
    const store = openEventStoreDb(spec.url);
    spec.faults.freeze();
    const reading = store.readStream(STREAM);
    await store.close();
    await expect(reading).rejects.toThrow(StoreUnavailableError);
    await expect(store.readAll()).rejects.toThrow(StoreUnavailableError);
    await expect(store.append(STREAM, 'any', newEvents(1))).rejects.toThrow(StoreUnavailableError);
  });
});
