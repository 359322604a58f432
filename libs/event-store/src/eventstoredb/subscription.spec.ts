import { PassThrough } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { beforeEach, expect, it } from '@jest/globals';
import type { Filter } from '@eventstore/db-client';
import { Subscription } from '@eventstore/db-client/dist/streams/utils/Subscription.js';
import { type EventBatch, StoreUnavailableError, type SubscribeOptions } from '#event-sourcing';
import type { Connection } from './connection.js';
import type { LogReader } from './log-reader.js';
import { toPosition } from './position.js';
import { followLog } from './subscription.js';

/** What comes from the server, through the client's own subscription. */
let wire: PassThrough & { cancel(): void };
/** How many events, and how many checkpoints, the client has passed on. */
let converted: number;
let reported: number;
let stop: AbortController;
beforeEach(() => {
  const stream = new PassThrough({ objectMode: true });
  wire = Object.assign(stream, { cancel: () => stream.destroy() });
  converted = 0;
  reported = 0;
  stop = new AbortController();
});

const at = (place: number): string => toPosition({ commit: BigInt(place), prepare: BigInt(place) });
const says = (what: string, how?: [string, unknown]): void => {
  wire.write({ [`has${what}`]: () => true, ...(how && { [how[0]]: () => how[1] }) });
};
const confirms = (): void => { says('Confirmation', ['getConfirmation', undefined]); };
const checks = (place: number): void => {
  says('Checkpoint', ['getCheckpoint', { getCommitPosition: () => String(place), getPreparePosition: () => String(place) }]);
};
const shows = (place: number, { stream = 'case-acme.1', type = 'case-created' } = {}): void => {
  const position = { commit: BigInt(place), prepare: BigInt(place) };
  says('Event', ['getEvent', { id: String(place), streamId: stream, type, revision: BigInt(place), data: {}, metadata: {}, position }]);
};

function follow(options: SubscribeOptions = {}, head?: string): AsyncGenerator<EventBatch, void, void> {
  const connection = {
    deadline: 100,
    subscribeToAll: ({ filter }: { filter: Filter }, readable: object) =>
      new Subscription(
        () => Promise.resolve(wire as never),
        (event) => {
          converted += 1;
          return { event };
        },
        readable,
        (source, position) => {
          reported += 1;
          return filter.checkpointReached?.(source, position);
        },
      ),
  };
  const reader = { end: () => Promise.resolve(head === undefined ? {} : { last: head, head }) };
  return followLog(connection as unknown as Connection, reader as unknown as LogReader, options, stop.signal);
}

/** The next batch: its events, its position, and whether it is live. */
async function next(batches: AsyncGenerator<EventBatch, void, void>): Promise<[ids: string, position: string, live: boolean]> {
  const { value } = await batches.next();
  if (!value) throw new Error('There is no next batch.');
  return [value.events.map(({ id }) => id).join(' '), value.position, value.live];
}
const someTurns = async (): Promise<void> => { for (let turn = 0; turn < 20; turn++) await nextTurn(); };

it('heeds checkpoints and the end of catching up only after the events before them, whatever the client reports when', async () => {
  confirms();
  for (const place of [10, 20, 30, 40]) shows(place);
  checks(45);
  says('CaughtUp');
  for (const place of [50, 60, 70, 80]) shows(place);
  const batches = follow({ batchSize: 3 });
  expect(await next(batches)).toEqual(['10 20 30', at(30), false]);
  await someTurns();
  expect(reported).toBe(1);
  expect(await next(batches)).toEqual(['40 50 60', at(60), false]);
  expect(await next(batches)).toEqual(['70 80', at(80), true]);
});

it('never goes back, when a checkpoint comes from before the last event', async () => {
  confirms();
  shows(20);
  checks(10);
  says('CaughtUp');
  const batches = follow();
  expect(await next(batches)).toEqual(['20', at(20), true]);
  checks(15);
  checks(32);
  checks(31);
  expect(await next(batches)).toEqual(['', at(32), true]);
});

it('fills batches while it catches up, and gives what is there when it is live, until it falls behind', async () => {
  const batches = follow({ batchSize: 3 });
  confirms();
  for (const place of [1, 2]) shows(place);
  const first = next(batches);
  await someTurns();
  for (const place of [3, 4]) shows(place);
  expect(await first).toEqual(['1 2 3', at(3), false]);
  says('CaughtUp');
  expect(await next(batches)).toEqual(['4', at(4), true]);
  shows(5);
  expect(await next(batches)).toEqual(['5', at(5), true]);
  says('FellBehind');
  shows(6);
  const last = next(batches);
  await someTurns();
  shows(7);
  says('CaughtUp');
  expect(await last).toEqual(['6 7', at(7), true]);
});

it('has looked at all that was there when it began, once it has caught up, even where the server does not say so', async () => {
  confirms();
  says('CaughtUp');
  expect(await next(follow({ after: at(10), filter: { categories: ['nobody'] } }, at(50)))).toEqual(['', at(50), true]);
});

it('gets ahead by checkpoints alone while a filter lets nothing through, one batch for many of them', async () => {
  confirms();
  for (let place = 1; place <= 100; place++) checks(place);
  const batches = follow({ filter: { categories: ['nobody'] } });
  const [ids, position, live] = await next(batches);
  expect([ids, live]).toEqual(['', false]);
  expect(position >= at(32)).toBe(true);
  says('CaughtUp');
  let last = position;
  for (let more = true; more; ) [, last, more] = (([a, b, isLive]) => [a, b, !isLive] as const)(await next(batches));
  expect(last).toBe(at(100));
});

it.each<[SubscribeOptions['filter'], string]>([
  [{ types: ['case-created'] }, '1 4'],
  [{ categories: ['case'] }, '1 2'],
  [undefined, '1 2 3 4'],
])('hides what the server lets through although the filter %j does not, and moves past it', async (filter, expected) => {
  confirms();
  shows(1);
  shows(2, { type: 'case-created-twice' });
  shows(3, { stream: 'caseKey-acme.1', type: 'key-claimed' });
  shows(4, { stream: 'case', type: 'case-created' });
  shows(5, { stream: '$users', type: 'case-created' });
  shows(6, { type: '$>' });
  says('CaughtUp');
  // A stream without a hyphen is a category of its own, of which the server would not even tell.
  const ids = expected === '1 2' ? '1 2 4' : expected;
  expect(await next(follow(filter && { filter }))).toEqual([ids, at(6), true]);
});

it('pulls no more than a batch at a time: the server waits while one is handled', async () => {
  confirms();
  for (let place = 1; place <= 1_000; place++) shows(place);
  const batches = follow({ batchSize: 5 });
  expect((await next(batches))[0]).toBe('1 2 3 4 5');
  await someTurns();
  expect(converted).toBeLessThanOrEqual(20);
  expect((await next(batches))[0]).toBe('6 7 8 9 10');
});

it('is given back when its reader throws', async () => {
  confirms();
  shows(1);
  says('CaughtUp');
  const reading = async (): Promise<void> => {
    for await (const batch of follow()) throw new Error(`no ${batch.position}`);
  };
  await expect(reading()).rejects.toThrow(`no ${at(1)}`);
  await someTurns();
  expect(wire.destroyed).toBe(true);
});

it('fails when the server ends it', async () => {
  confirms();
  shows(1);
  wire.end();
  await expect(next(follow({ batchSize: 2 }))).rejects.toThrow(/ended the subscription/);
});

it('fails when it breaks on the way', async () => {
  confirms();
  const failing = next(follow());
  await someTurns();
  wire.destroy(Object.assign(new Error('14 UNAVAILABLE: Connection dropped'), { code: 14, details: 'Connection dropped' }));
  await expect(failing).rejects.toThrow(StoreUnavailableError);
});

it('fails when it does not begin in time', async () => {
  await expect(next(follow())).rejects.toThrow(/did not begin/);
});

it('ends without an error when it is stopped, whatever it waits for', async () => {
  const unconfirmed = follow().next();
  await nextTurn();
  stop.abort();
  expect(await unconfirmed).toEqual({ done: true, value: undefined });
});
