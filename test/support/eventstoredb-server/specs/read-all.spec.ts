// How the whole log is read. It is stated for the stand-in, and for a real server when EVENTSTOREDB_URL names one.
import { beforeAll, expect, it } from '@jest/globals';
import { type AllStreamResolvedEvent, BACKWARDS, END, type Position, START } from '@eventstore/db-client';
import { all } from './seen.js';
import { events, newStream, useServer } from './spec-server.js';

const spec = useServer();
const streams = [newStream(), newStream()] as const;
/** The positions of the events, in the order of the log. */
let positions: Position[];

beforeAll(async () => {
  for (const stream of streams) await spec.client.appendToStream(stream, events(0, 1, 2));
  const read = await Promise.all(streams.map((stream) => all(spec.client.readStream(stream))));
  positions = read.flat().map(({ event }) => event!.position!);
});

const placesOf = async (read: AsyncIterable<AllStreamResolvedEvent>): Promise<unknown[]> => (await all(read)).map(({ event }) => event?.position);

it('reads forwards from a position, with the event that stands there', async () => {
  expect(await placesOf(spec.client.readAll({ fromPosition: positions[1]!, maxCount: 3 }))).toEqual(positions.slice(1, 4));
});

it('reads backwards from a position, without the event that stands there', async () => {
  const fromPosition = positions[4]!;
  expect(await placesOf(spec.client.readAll({ fromPosition, maxCount: 3, direction: BACKWARDS }))).toEqual(positions.slice(1, 4).reverse());
});

it('reads backwards from the end', async () => {
  const [last] = await all(spec.client.readAll({ fromPosition: END, maxCount: 1, direction: BACKWARDS }));
  expect(last!.event!.position.commit >= positions[5]!.commit).toBe(true);
});

it('reads from the start as much as is asked for, and nothing from the end', async () => {
  const first = await all(spec.client.readAll({ fromPosition: START, maxCount: 2 }));
  expect(first).toHaveLength(2);
  expect(await all(spec.client.readAll({ maxCount: 2 }))).toEqual(first);
  expect(await all(spec.client.readAll({ fromPosition: END }))).toEqual([]);
  expect(await all(spec.client.readAll({ fromPosition: START, direction: BACKWARDS }))).toEqual([]);
});

it('refuses a position at which nothing stands', async () => {
  const { commit, prepare } = positions[2]!;
  const invalid = all(spec.client.readAll({ fromPosition: { commit: commit + 1n, prepare: prepare + 1n } }));
  await expect(invalid).rejects.toThrow(/invalid position/);
});
