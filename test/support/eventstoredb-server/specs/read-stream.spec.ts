// How streams are read. It is stated for the stand-in, and for a real server when EVENTSTOREDB_URL names one.
import { beforeAll, expect, it } from '@jest/globals';
import { BACKWARDS, END, type ReadStreamOptions, START, StreamNotFoundError } from '@eventstore/db-client';
import { all, numbers } from './seen.js';
import { events, newStream, useServer } from './spec-server.js';

const spec = useServer();
const stream = newStream();
const COUNT = 1_203;

beforeAll(async () => {
  await spec.client.appendToStream(stream, events(...Array(COUNT).keys()));
});

it.each<[ReadStreamOptions, number[]]>([
  [{ maxCount: 2 }, [0, 1]],
  [{ fromRevision: START, maxCount: 1 }, [0]],
  [{ fromRevision: 3n, maxCount: 2 }, [3, 4]],
  [{ fromRevision: 1_201n }, [1_201, 1_202]],
  [{ fromRevision: 1_203n }, []],
  [{ fromRevision: END }, []],
  [{ direction: BACKWARDS, maxCount: 2, fromRevision: END }, [1_202, 1_201]],
  [{ direction: BACKWARDS, maxCount: 2, fromRevision: 7n }, [7, 6]],
  [{ direction: BACKWARDS, fromRevision: 1n }, [1, 0]],
  [{ direction: BACKWARDS, fromRevision: START }, [0]],
  [{ direction: BACKWARDS, maxCount: 1, fromRevision: 5_000n }, [1_202]],
])('reads with %p', async (options, expected) => {
  expect(await numbers(spec.client.readStream(stream, options))).toEqual(expected);
});

it('reads all of it, in both directions', async () => {
  const forwards = [...Array(COUNT).keys()];
  expect(await numbers(spec.client.readStream(stream))).toEqual(forwards);
  expect(await numbers(spec.client.readStream(stream, { direction: BACKWARDS, fromRevision: END }))).toEqual(forwards.reverse());
});

it('says where each event stands, and since when', async () => {
  const [first, second] = await all(spec.client.readStream(stream, { maxCount: 2 }));
  expect([first?.event?.revision, second?.event?.revision]).toEqual([0n, 1n]);
  const [before, after] = [first!.event!.position!, second!.event!.position!];
  expect(before.commit < after.commit).toBe(true);
  expect(before.prepare <= after.prepare).toBe(true);
  expect(second?.commitPosition).toBe(after.commit);
  expect(Math.abs(Date.now() - first!.event!.created.getTime())).toBeLessThan(60_000);
});

it('throws for a stream that is not there, while it is read', async () => {
  const missing = newStream();
  await expect(all(spec.client.readStream(missing))).rejects.toBeInstanceOf(StreamNotFoundError);
  await expect(all(spec.client.readStream(missing, { direction: BACKWARDS, fromRevision: END }))).rejects.toMatchObject({ streamName: missing });
});

it('stops when the reader has had enough', async () => {
  const seen: unknown[] = [];
  for await (const { event } of spec.client.readStream(stream)) {
    seen.push(event?.revision);
    if (seen.length === 3) break;
  }
  expect(seen).toEqual([0n, 1n, 2n]);
});
