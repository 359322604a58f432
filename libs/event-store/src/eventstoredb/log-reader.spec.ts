import { Readable } from 'node:stream';
import { expect, it } from '@jest/globals';
import { StreamNotFoundError } from '@eventstore/db-client';
import type { Connection } from './connection.js';
import { LogReader } from './log-reader.js';
import { type LogPosition, toPosition } from './position.js';

const at = (place: number): LogPosition => ({ commit: BigInt(place), prepare: BigInt(place) });
const cancel = (): Promise<void> => Promise.resolve();

/** A log of so many events; which of them are the server's own is up to a spec. */
function readerOf(length: number, isOurs: (place: number) => boolean = () => true) {
  const asked: number[] = [];
  const log = Array.from({ length }, (_, index) => ({
    event: { id: String(index), streamId: isOurs(index) ? 'case-acme.1' : '$stats', type: 'thing', revision: BigInt(index), data: {}, metadata: {}, position: at(index) },
  }));
  type Options = { maxCount: number; direction: string; fromRevision?: bigint | string; fromPosition?: LogPosition | string };
  const answer = ({ maxCount, direction, fromRevision, fromPosition }: Options, inclusive: boolean) => {
    asked.push(maxCount);
    const from = typeof fromRevision === 'bigint' ? Number(fromRevision) : typeof fromPosition === 'object' ? Number(fromPosition.commit) : undefined;
    const events =
      direction === 'forwards' ? log.slice(from ?? 0) : log.slice(0, from === undefined ? length : inclusive ? from + 1 : from).reverse();
    return Object.assign(Readable.from(events.slice(0, maxCount)), { cancel });
  };
  const connection = {
    deadline: 1_000,
    settled: Promise.resolve(),
    readStream: (_: string, options: Options) => answer(options, true),
    readAll: (options: Options) => answer(options, false),
  };
  return { asked, reader: new LogReader(connection as unknown as Connection, new AbortController().signal) };
}

it.each(['forwards', 'backwards'] as const)('reads a long stream page by page, %s', async (direction) => {
  const { asked, reader } = readerOf(1_200);
  expect(await reader.stream('case-acme.1', { direction })).toHaveLength(1_200);
  expect(asked).toEqual([500, 500, 500]);
});

it.each(['forwards', 'backwards'] as const)('reads a long log page by page, %s, past the events of the server', async (direction) => {
  const { asked, reader } = readerOf(3_000, (place) => place % 10 === 0);
  const events = await reader.all({ direction, limit: 120 });
  const expected = Array.from({ length: 120 }, (_, index) => (direction === 'forwards' ? index : 299 - index) * 10);
  expect(events.map(({ revision }) => revision)).toEqual(expected);
  expect(asked.length).toBeGreaterThan(1);
  expect(Math.max(...asked)).toBeLessThanOrEqual(500);
});

it('asks for nothing when nothing is wanted, or nothing can be there', async () => {
  const { asked, reader } = readerOf(10);
  expect(await reader.stream('case-acme.1', { limit: 0 })).toEqual([]);
  expect(await reader.all({ limit: 0 })).toEqual([]);
  expect(await reader.stream('case-acme.1', { direction: 'backwards', from: 0 })).toHaveLength(1);
  expect(asked).toEqual([500]);
});

it('finds the head behind any number of events of the server', async () => {
  const { reader } = readerOf(500, (place) => place <= 100);
  expect(await reader.end()).toEqual({ last: toPosition(at(499)), head: toPosition(at(100)) });
  expect(await readerOf(500, () => false).reader.end()).toEqual({ last: toPosition(at(499)) });
  expect(await readerOf(0).reader.end()).toEqual({});
});

it('takes a stream that is not there for an empty one, which the client throws while it is read', async () => {
  const connection = {
    deadline: 1_000,
    readStream: () =>
      Object.assign(new Readable({ objectMode: true, read() { this.destroy(new StreamNotFoundError(undefined, 'case-acme.1')); } }), { cancel }),
  };
  expect(await new LogReader(connection as unknown as Connection, new AbortController().signal).stream('case-acme.1', {})).toEqual([]);
});

it('does not make up where an event stands, when a server does not say', async () => {
  const { reader } = readerOf(1);
  const unknown = { commit: 2n ** 64n - 1n, prepare: 2n ** 64n - 1n };
  const event = { event: { streamId: 'case-acme.1', revision: 0n, position: unknown } };
  const connection = { deadline: 1_000, readStream: () => Object.assign(Readable.from([event]), { cancel }) };
  await expect(new LogReader(connection as unknown as Connection, new AbortController().signal).positionOf('case-acme.1', 0)).rejects.toThrow(/version 23.10/);
  expect(await reader.positionOf('case-acme.1', 0)).toEqual(at(0));
});
