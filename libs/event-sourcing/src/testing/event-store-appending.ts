import { expect, it } from '@jest/globals';
import { type AppendResult, type ExpectedRevision, WrongExpectedRevisionError } from '../event-store.js';
import type { JsonObject } from '../json.js';
import { newEvent, newEvents, type OpenedEventStore } from './event-store-fixtures.js';

/** Expected revisions, conflicts, all or nothing, and that what is stored is what was given. */
export function appendingContract(opened: () => OpenedEventStore): void {
  const stream = 'case-acme.1';

  it('counts revisions from 0 without gaps and answers with the last one', async () => {
    const { store } = opened();
    const events = newEvents(6);
    const first = await store.append(stream, 'no-stream', events.slice(0, 2));
    const second = await store.append(stream, 1, events.slice(2, 5));
    const third = await store.append(stream, 'any', events.slice(5));

    const stored = await store.readStream(stream);
    expect(stored.map(({ id, revision }) => [id, revision])).toEqual(events.map(({ id }, index) => [id, index]));
    expect([first, second, third]).toEqual([1, 4, 5].map((revision) => ({ revision, position: stored[revision]?.position })));
  });

  it('makes a stream by an append that expects nothing at all', async () => {
    const { store } = opened();
    expect(await store.append(stream, 'any', newEvents(1))).toMatchObject({ revision: 0 });
  });

  it.each<[ExpectedRevision, number, number | 'no-stream']>([
    ['no-stream', 3, 2],
    [0, 3, 2],
    [1, 3, 2],
    [3, 3, 2],
    [9, 3, 2],
    [0, 0, 'no-stream'],
    [5, 0, 'no-stream'],
  ])('refuses an append that expects %p of a stream of %p events, and changes nothing', async (expected, length, actual) => {
    const { store } = opened();
    if (length > 0) await store.append(stream, 'no-stream', newEvents(length));
    const head = await store.head();

    const refusal: unknown = await store.append(stream, expected, newEvents(2)).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(WrongExpectedRevisionError);
    expect(refusal).toMatchObject({ stream, expected, actual });
    expect(await store.readStream(stream)).toHaveLength(length);
    expect(await store.head()).toBe(head);
  });

  it('lets one of many concurrent appends with the same expectation win', async () => {
    const { store } = opened();
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => store.append(stream, 'no-stream', newEvents(3))));

    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ name: 'WrongExpectedRevisionError', actual: 2 });
    }
    expect(await store.readStream(stream)).toHaveLength(3);
  });

  it('fails only the append that is in conflict among concurrent ones', async () => {
    const { store } = opened();
    await store.append('case-acme.0', 'no-stream', newEvents(1));
    const outcomes = await Promise.allSettled(
      Array.from({ length: 10 }, (_, index) => store.append(`case-acme.${index}`, 'no-stream', newEvents(2))),
    );

    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', ...Array<string>(9).fill('fulfilled')]);
    expect(await store.readAll()).toHaveLength(1 + 9 * 2);
  });

  it('takes concurrent appends to one stream that expect nothing, each whole and in one place', async () => {
    const { store } = opened();
    const batches = Array.from({ length: 15 }, () => newEvents(3));
    const results: AppendResult[] = await Promise.all(batches.map((events) => store.append('log-acme', 'any', events)));

    const stored = await store.readStream('log-acme');
    expect(stored.map(({ revision }) => revision)).toEqual(stored.map((_, index) => index));
    batches.forEach((events, index) => {
      const last = results[index]?.revision ?? NaN;
      expect(stored.slice(last - 2, last + 1).map(({ id }) => id)).toEqual(events.map(({ id }) => id));
    });
  });

  it.each<[string, JsonObject]>([
    ['empty', {}],
    ['nested', { a: { b: [{ c: [] }, [1, [2]], {}] }, d: null, e: [true, false, null] }],
    ['unicode', { 'Größe €': '日本語 🦊 \u0000 \u2028 "quoted" \\ \n', '': '' }],
    ['numeric', { zero: 0, negative: -1.5, tiny: 5e-324, big: Number.MAX_SAFE_INTEGER, huge: 1.7976931348623157e308 }],
    ['long', { text: 'é'.repeat(100_000) }],
  ])('gives data and metadata back just as they were: %s', async (_, data) => {
    const { store } = opened();
    const event = newEvent();
    const given = { ...event, data, metadata: { ...event.metadata, ...data } };
    const { position } = await store.append(stream, 'no-stream', [given]);

    const [stored] = await store.readStream(stream);
    expect(stored).toEqual({ ...given, stream, revision: 0, position });
    expect(await store.readAll()).toEqual([stored]);
  });

  it('refuses an append without an event', async () => {
    const { store } = opened();
    await expect(store.append(stream, 'no-stream', [])).rejects.toThrow(RangeError);
  });

  it('refuses an append with one event twice, and stores nothing of it', async () => {
    const { store } = opened();
    const event = newEvent();
    await expect(store.append(stream, 'no-stream', [event, newEvent(), event])).rejects.toThrow(RangeError);
    expect(await store.readStream(stream)).toEqual([]);
  });

  it('finishes appends under way when it is closed, and keeps them', async () => {
    const { store, reopen } = opened();
    const appends = Promise.all(['a', 'b', 'c'].map((id) => store.append(`case-acme.${id}`, 'no-stream', newEvents(2))));
    await store.close();
    const results = await appends;
    expect(results.map(({ revision }) => revision)).toEqual([1, 1, 1]);
    if (!reopen) return;
    const again = await reopen();
    expect(await again.readAll()).toHaveLength(6);
  });
}
