import { DatabaseSync } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { type EventStore, type NewEvent, StoreUnavailableError } from '#event-sourcing';
import { type TemporaryDirectory, temporaryDirectory } from '../testing/temporary-directory.js';
import { openSqliteEventStore } from './open.js';

let directory: TemporaryDirectory;
let path: string;
let store: EventStore;
beforeEach(() => {
  directory = temporaryDirectory();
  path = directory.file('events.db');
  store = openSqliteEventStore({ path });
});
afterEach(async () => {
  await store.close();
  directory.remove();
});

let made = 0;
const events = (count: number): NewEvent[] =>
  Array.from({ length: count }, () => ({ id: `event-${++made}`, type: 'thing-happened', data: {}, metadata: { org: 'acme' } as never }));

it('numbers positions from 1, in sixteen digits', async () => {
  expect(await store.append('case-acme.1', 'no-stream', events(3))).toEqual({ revision: 2, position: '0000000000000003' });
});

it('refuses positions that it never gave', async () => {
  await expect(store.readAll({ after: '7' })).rejects.toThrow(RangeError);
  await expect(store.subscribe({ after: 'C:7/P:7' })[Symbol.asyncIterator]().next()).rejects.toThrow(RangeError);
});

it('refuses to follow from behind its end: the log is older than who follows it', async () => {
  await store.append('case-acme.1', 'no-stream', events(3));
  await expect(store.subscribe({ after: '0000000000000004' })[Symbol.asyncIterator]().next()).rejects.toThrow(/The log ends at 0000000000000003/);
});

it('refuses a batch size of nothing', async () => {
  await expect(store.subscribe({ batchSize: 0 })[Symbol.asyncIterator]().next()).rejects.toThrow(RangeError);
});

it('refuses everything once it is closed', async () => {
  await store.close();
  await expect(store.append('case-acme.1', 'any', events(1))).rejects.toThrow(StoreUnavailableError);
  await expect(store.readStream('case-acme.1')).rejects.toThrow(StoreUnavailableError);
  await expect(store.readAll()).rejects.toThrow(StoreUnavailableError);
  await expect(store.head()).rejects.toThrow(StoreUnavailableError);
  await expect(store.subscribe()[Symbol.asyncIterator]().next()).rejects.toThrow(StoreUnavailableError);
});

it('lets others have their turn while a subscription catches up', async () => {
  await store.append('case-acme.1', 'no-stream', events(100));
  let turns = 0;
  let turn = setImmediate(function next() {
    turns++;
    turn = setImmediate(next);
  });
  let batches = 0;
  for await (const { live } of store.subscribe({ batchSize: 1 })) {
    batches++;
    if (live) break;
  }
  clearImmediate(turn);
  expect(batches).toBe(100);
  expect(turns).toBeGreaterThanOrEqual(98);
});

it('does not wake a live subscriber for each commit that its filter hides', async () => {
  await store.append('organization-acme', 'no-stream', events(1));
  const following = store.subscribe({ filter: { categories: ['organization'] } })[Symbol.asyncIterator]();
  await following.next();
  const next = following.next();
  for (let id = 1; id <= 10; id++) await store.append(`case-acme.${id}`, 'no-stream', events(1));
  await store.append('organization-acme', 0, events(1));
  expect((await next).value).toMatchObject({ events: [{ revision: 1 }], position: '0000000000000012', live: true });
  await following.return?.();
});

it('has its write-ahead log written back by another thread, without a commit that waits for it', async () => {
  const other = new DatabaseSync(path);
  // Tells how far the log was written back, and does nothing about it.
  const look = other.prepare('PRAGMA wal_checkpoint(NOOP)');
  let [length, writtenBack] = [0, false];
  const see = (): void => {
    const { log, checkpointed } = look.get() as { log: number; checkpointed: number };
    // Shorter than before: it was written back as a whole, and began anew.
    writtenBack ||= checkpointed > 0 || log < length;
    length = log;
  };
  for (let round = 0; round < 20; round++) {
    await Promise.all(Array.from({ length: 50 }, (_, index) => store.append(`case-acme.${round}-${index}`, 'no-stream', events(5))));
    see();
  }
  while (!writtenBack) {
    await nextTurn();
    see();
  }
  other.close();
});
