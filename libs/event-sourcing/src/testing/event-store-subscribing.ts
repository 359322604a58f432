import { getEventListeners } from 'node:events';
import { expect, it } from '@jest/globals';
import { fill, fillStream, follow, followTo, newEvents, type OpenedEventStore } from './event-store-fixtures.js';

/** Following the log: what comes in a batch, how it resumes, how it ends. */
export function subscribingContract(opened: () => OpenedEventStore): void {
  const STREAMS = ['case-acme.1', 'caseConfig-acme.kyb', 'customer-acme.1', 'case-acme.1', 'organization-acme'];

  it('catches up with the log, then follows it live', async () => {
    const { store } = opened();
    const written = await fill(store, STREAMS);
    const seen = [];
    for await (const batch of store.subscribe({ batchSize: 2 })) {
      seen.push(...batch.events);
      if (seen.length === STREAMS.length) written.push(...(await fill(store, STREAMS)));
      if (seen.length >= 2 * STREAMS.length) break;
    }
    expect(seen).toEqual(written);
  });

  it('follows a log that was empty', async () => {
    const { store } = opened();
    const following = follow(store, STREAMS.length);
    const written = await fill(store, STREAMS);
    expect(await following).toEqual(written);
  });

  it('gives batches of the asked size at most, and is live only at the end of the log', async () => {
    const { store } = opened();
    const written = await fill(store, [...STREAMS, ...STREAMS]);
    const batches = await followTo(store, written.at(-1)?.position ?? '', { batchSize: 3 });
    expect(batches.flatMap(({ events }) => events)).toEqual(written);
    expect(Math.max(...batches.map(({ events }) => events.length))).toBeLessThanOrEqual(3);
    expect(batches.map(({ live }) => live)).toEqual([...batches.slice(1).map(() => false), true]);
  });

  it('gives positions that never go back and cover the events given so far, and no more', async () => {
    const { store } = opened();
    const written = await fill(store, [...STREAMS, ...STREAMS]);
    let covered = '';
    for (const { events, position } of await followTo(store, written.at(-1)?.position ?? '', { batchSize: 2 })) {
      expect(position > covered).toBe(true);
      expect(events).toEqual(written.filter((event) => event.position > covered && event.position <= position));
      covered = position;
    }
  });

  it('gives batches of the asked size at most through a filter too, in a long log', async () => {
    const { store } = opened();
    const { position } = await fillStream(store, 'case-acme.1', 3_000);
    const batches = await followTo(store, position, { filter: { categories: ['case'] }, batchSize: 700 });
    expect(Math.max(...batches.map(({ events }) => events.length))).toBeLessThanOrEqual(700);
    expect(batches.flatMap(({ events }) => events)).toEqual(await store.readStream('case-acme.1'));
  });

  it('says at once that it is live when it starts at the end', async () => {
    const { store } = opened();
    const { position } = await store.append('case-acme.1', 'no-stream', newEvents(2));
    expect(await followTo(store, position, { after: position })).toEqual([{ events: [], position, live: true }]);
  });

  it('moves its position over events that the filter hides: in the past at once, and live with every hundred of them', async () => {
    const { store } = opened();
    const past = await store.append('case-acme.1', 'no-stream', newEvents(20));
    const seen = [];
    let reached = '';
    for await (const { events, position, live } of store.subscribe({ filter: { categories: ['organization'] }, batchSize: 5 })) {
      seen.push(...events);
      if (position < past.position) continue;
      expect(live).toBe(true);
      if (reached !== '' && position > reached) break;
      reached = position;
      await store.append('case-acme.1', 19, newEvents(100));
    }
    expect(seen).toEqual([]);
  });

  it.each([
    [{ categories: ['case'] }, /^case-/],
    [{ categories: ['case', 'organization'] }, /^(case|organization)-/],
    [{ types: ['case-acme.1-touched', 'customer-acme.1-touched', 'caseConfig-acme.kyb'] }, /^(case|customer)-acme.1/],
  ])('gives what the filter %j lets through, and nothing else', async (filter, streams) => {
    const { store } = opened();
    const past = await fill(store, STREAMS);
    const expected = past.filter(({ stream }) => streams.test(stream));
    const following = follow(store, expected.length * 2, { filter, batchSize: 2 });
    const live = await fill(store, STREAMS);
    expect(await following).toEqual([...expected, ...live.filter(({ stream }) => streams.test(stream))]);
  });

  it('resumes after any position without a gap and without an event twice', async () => {
    const { store } = opened();
    const written = await fill(store, [...STREAMS, ...STREAMS]);
    const filter = { categories: ['case'] };
    const passed = written.filter(({ stream }) => stream.startsWith('case-'));
    const end = written.at(-1)?.position ?? '';
    for (const { position } of [...written, ...(await followTo(store, end, { filter, batchSize: 1 }))]) {
      const rest = await followTo(store, end, { after: position, batchSize: 3 });
      expect(rest.flatMap(({ events }) => events)).toEqual(written.filter((event) => event.position > position));
      const filtered = await followTo(store, end, { after: position, filter, batchSize: 1 });
      expect(filtered.flatMap(({ events }) => events)).toEqual(passed.filter((event) => event.position > position));
    }
  });

  it('lets each subscriber take its own time', async () => {
    const { store } = opened();
    const slow = store.subscribe({ batchSize: 1 })[Symbol.asyncIterator]();
    const written = await fill(store, STREAMS);
    const first = await slow.next();
    expect(await follow(store, written.length)).toEqual(written);
    const second = await slow.next();
    expect([first, second].flatMap(({ value }) => (value as { events: unknown[] }).events)).toEqual(written.slice(0, 2));
    await slow.return?.();
  });

  it('ends without an error when it is aborted, before, during and after catching up', async () => {
    const { store } = opened();
    await fill(store, STREAMS);
    for (const batchesBefore of [0, 1, STREAMS.length]) {
      const abort = new AbortController();
      if (batchesBefore === 0) abort.abort();
      let batches = 0;
      for await (const batch of store.subscribe({ signal: abort.signal, batchSize: 1 })) {
        expect(batch.events).toHaveLength(1);
        if (++batches === batchesBefore) abort.abort();
      }
      expect(batches).toBe(batchesBefore);
      expect(getEventListeners(abort.signal, 'abort')).toEqual([]);
    }
  });

  it('ends without an error when it is aborted while it waits, and leaves nothing behind', async () => {
    const { store } = opened();
    const { position } = await store.append('case-acme.1', 'no-stream', newEvents(1));
    const abort = new AbortController();
    const subscription = store.subscribe({ signal: abort.signal })[Symbol.asyncIterator]();
    expect(await subscription.next()).toMatchObject({ value: { position, live: true } });
    const waiting = subscription.next();
    abort.abort();
    expect(await waiting).toEqual({ done: true, value: undefined });
    expect(getEventListeners(abort.signal, 'abort')).toEqual([]);
    await store.append('case-acme.1', 0, newEvents(1));
  });

  it('does not gather listeners on its signal while it follows', async () => {
    const { store } = opened();
    await fill(store, STREAMS);
    const abort = new AbortController();
    let batches = 0;
    for await (const batch of store.subscribe({ signal: abort.signal })) {
      expect(batch.live).toBe(true);
      if (++batches === 20) break;
      expect(getEventListeners(abort.signal, 'abort').length).toBeLessThanOrEqual(1);
      await fill(store, ['case-acme.1']);
    }
    expect(getEventListeners(abort.signal, 'abort')).toEqual([]);
  });

  it('ends when the store is closed', async () => {
    const { store } = opened();
    await fill(store, STREAMS);
    const following = follow(store, Infinity);
    const waiting = follow(store, Infinity, { filter: { categories: ['nobody'] } });
    await store.close();
    await Promise.all([following, waiting]);
  });
}
