import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EventStore } from '#event-sourcing';
import { openSqliteEventStore } from '#event-store';
import { Log } from './log.js';
import type { ProposedEvent } from './stored-event.js';
import { StreamStates } from './stream-states.js';
import { StreamWriter } from './stream-writer.js';

const STREAM = 'case-acme.1';
const NOTHING = new Uint8Array();
let directory: string;
let store: EventStore;
let states: StreamStates;
let writer: StreamWriter;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'eventstoredb-'));
  store = openSqliteEventStore({ path: join(directory, 'log.db') });
  states = await StreamStates.load(store);
  writer = new StreamWriter(store, new Log(store), states, () => 0);
});

afterEach(async () => {
  await store.close();
  rmSync(directory, { recursive: true });
});

const event = (type = 'thing-happened', data: Uint8Array = NOTHING): ProposedEvent => ({
  id: randomUUID(),
  type,
  contentType: 'application/json',
  data,
  metadata: NOTHING,
});

it('brings a stream back by an append that came while it was being deleted', async () => {
  await writer.append(STREAM, 'no-stream', [event()]);
  const [deleted, appended] = await Promise.all([writer.delete(STREAM, 0), writer.append(STREAM, 0, [event()])]);
  expect([deleted.kind, appended]).toEqual(['written', { kind: 'written', revision: 1, place: 3 }]);
  expect(states.isSoftDeleted(STREAM)).toBe(false);
  expect(states.limitsOf(STREAM)).toEqual({ truncateBefore: 1 });
});

it('lets no append come behind a tombstone, and refuses one that expects what is not there any more', async () => {
  await writer.append(STREAM, 'no-stream', [event()]);
  const outcomes = await Promise.all([
    writer.append(STREAM, 0, [event()]),
    writer.tombstone(STREAM, 1),
    writer.append(STREAM, 'any', [event()]),
    writer.tombstone(STREAM, 'any'),
  ]);
  expect(outcomes.map(({ kind }) => kind)).toEqual(['written', 'written', 'deleted', 'deleted']);
});

it('keeps the newest metadata when older ones are written once more', async () => {
  const older = event('$metadata', Buffer.from('{"$maxCount":1}'));
  await writer.append(`$$${STREAM}`, 'no-stream', [older]);
  await writer.append(`$$${STREAM}`, 0, [event('$metadata', Buffer.from('{"$maxCount":2}'))]);
  expect(await writer.append(`$$${STREAM}`, 'no-stream', [older])).toMatchObject({ kind: 'written', revision: 0 });
  expect(states.limitsOf(STREAM)).toEqual({ maxCount: 2 });
  expect((await StreamStates.load(store)).limitsOf(STREAM)).toEqual({ maxCount: 2 });
});
