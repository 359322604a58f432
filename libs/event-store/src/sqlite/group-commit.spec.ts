import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type AppendResult, StoreUnavailableError, UnknownOutcomeError, WrongExpectedRevisionError } from '#event-sourcing';
import { temporaryDirectory, type TemporaryDirectory } from '../testing/temporary-directory.js';
import { prepareFile } from './database.js';
import type { EncodedAppend } from '../encoded-append.js';
import { GroupCommit } from './group-commit.js';
import { LogReader } from './log-reader.js';
import { StreamAppender } from './stream-appender.js';
import { type Transaction, transactionOf } from './transaction.js';

let directory: TemporaryDirectory;
let database: DatabaseSync;
let steps: string[];
let commits: number[];
let failing: Partial<Record<keyof Transaction, Error>>;
let group: GroupCommit;

beforeEach(() => {
  directory = temporaryDirectory();
  database = new DatabaseSync(directory.file('events.db'));
  prepareFile(database, 'events.db');
  steps = [];
  commits = [];
  failing = {};
  const real = transactionOf(database);
  const step = (name: keyof Transaction) => () => {
    steps.push(name);
    if (failing[name]) throw failing[name];
    real[name]();
  };
  const transaction = { begin: step('begin'), commit: step('commit'), rollBack: step('rollBack') };
  group = new GroupCommit(transaction, new StreamAppender(database), (events) => commits.push(events));
});

afterEach(() => {
  database.close();
  directory.remove();
});

const sqliteError = (errcode: number, message: string): Error => Object.assign(new Error(message), { errcode });
const event = (id: string, text = '') => ({ id, type: 'thing-happened', data: JSON.stringify({ text }), metadata: '{}' });
const append = (stream: string, expected: EncodedAppend['expected'], ...ids: string[]): Promise<AppendResult> =>
  group.append({ stream, expected, events: ids.map((id) => event(id)) });
const stored = (): string[] =>
  new LogReader(database).page({ above: 0, upTo: 1_000_000 }, 'forwards', undefined, 10_000).events.map(({ id, position }) => `${Number(position)}:${id}`);

it('gives the appends of one turn one transaction, and each its own check', async () => {
  const outcomes = await Promise.allSettled([
    append('case-a', 'no-stream', 'a0', 'a1'),
    append('case-a', 'no-stream', 'x'),
    append('case-a', 1, 'a2'),
    append('case-b', 0, 'x'),
    append('case-c', 'any', 'c0'),
  ]);
  expect(steps).toEqual(['begin', 'commit']);
  expect(commits).toEqual([4]);
  expect(outcomes.map((outcome) => (outcome.status === 'fulfilled' ? outcome.value.revision : (outcome.reason as Error).name))).toEqual([
    1,
    'WrongExpectedRevisionError',
    2,
    'WrongExpectedRevisionError',
    0,
  ]);
  expect(stored()).toEqual(['1:a0', '2:a1', '3:a2', '4:c0']);
});

it('leaves the event loop a turn between large groups', async () => {
  await Promise.all(Array.from({ length: 1_300 }, (_, index) => append(`case-${index}`, 'no-stream', `e${index}`)));
  expect(commits).toEqual([512, 512, 276]);
});

it('announces nothing when nothing was stored', async () => {
  await append('case-a', 'no-stream', 'a0');
  await append('case-a', 'no-stream', 'a0');
  await expect(append('case-a', 5, 'a1')).rejects.toThrow(WrongExpectedRevisionError);
  expect(commits).toEqual([1]);
});

describe.each<[string, keyof Transaction, Error, typeof UnknownOutcomeError | typeof StoreUnavailableError]>([
  ['somebody else holds the file', 'begin', sqliteError(5, 'database is locked'), StoreUnavailableError],
  ['the disk is full', 'commit', sqliteError(13, 'database or disk is full'), StoreUnavailableError],
  ['the disk fails', 'commit', sqliteError(1_034, 'disk I/O error'), UnknownOutcomeError],
])('when %s', (_, step, failure, errorClass) => {
  it('tells every append of the group, stores nothing, and works on afterwards', async () => {
    await append('case-a', 'no-stream', 'a0');
    failing = { [step]: failure };
    const refused = await Promise.allSettled([append('case-a', 0, 'a1', 'a2'), append('case-b', 'any', 'b0'), append('case-c', 4, 'x')]);
    for (const outcome of refused) expect((outcome as PromiseRejectedResult).reason).toBeInstanceOf(errorClass);
    expect(stored()).toEqual(['1:a0']);

    failing = {};
    const again = await Promise.all([append('case-a', 0, 'a1', 'a2'), append('case-b', 'any', 'b0')]);
    expect(again.map(({ revision }) => revision)).toEqual([2, 0]);
    expect(stored()).toEqual(['1:a0', '2:a1', '3:a2', '4:b0']);
    expect(new LogReader(database).page({ above: 0, upTo: 4 }, 'forwards', { categories: ['case'] }, 10).events).toHaveLength(4);
  });
});

it('stores nothing of a group for which there is no room, and works on when there is', async () => {
  await append('case-a', 'no-stream', 'a0');
  const pages = Number(database.prepare('PRAGMA page_count').get()?.page_count);
  database.exec(`PRAGMA max_page_count = ${pages}`);
  const large = { stream: 'case-b', expected: 'no-stream', events: [event('b0', 'x'.repeat(100_000))] } as const;
  const refused = await Promise.allSettled([append('case-a', 0, 'a1'), group.append(large)]);
  for (const outcome of refused) expect((outcome as PromiseRejectedResult).reason).toBeInstanceOf(StoreUnavailableError);
  expect(steps.slice(-2)).toEqual(['begin', 'rollBack']);
  expect(stored()).toEqual(['1:a0']);

  database.exec('PRAGMA max_page_count = 1000000');
  await Promise.all([append('case-a', 0, 'a1'), group.append(large)]);
  expect(stored()).toEqual(['1:a0', '2:a1', '3:b0']);
});

it('takes no append once it is closed', async () => {
  const last = append('case-a', 'no-stream', 'a0');
  await group.close();
  expect(await last).toMatchObject({ revision: 0 });
  await expect(append('case-a', 0, 'a1')).rejects.toThrow(StoreUnavailableError);
});
