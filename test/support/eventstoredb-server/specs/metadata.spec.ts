// What a stream's metadata hides of it. It is stated for the stand-in, and for a real server when EVENTSTOREDB_URL names one.
import { expect, it } from '@jest/globals';
import { BACKWARDS, END } from '@eventstore/db-client';
import { eventually } from '../../eventually.js';
import { all, numbers, revisions } from './seen.js';
import { events, newStream, useServer } from './spec-server.js';

const spec = useServer();

async function streamOfFive(): Promise<string> {
  const stream = newStream();
  await spec.client.appendToStream(stream, events(0, 1, 2, 3, 4));
  return stream;
}

it('gives metadata back as it was set', async () => {
  const stream = newStream();
  expect(await spec.client.getStreamMetadata(stream)).toEqual({ streamName: stream });
  await spec.client.setStreamMetadata(stream, { maxCount: 3, owner: 'acme' });
  await spec.client.setStreamMetadata(stream, { truncateBefore: 2 });
  expect((await spec.client.getStreamMetadata(stream)).metadata).toEqual({ truncateBefore: 2 });
});

it('shows no more than the last of $maxCount', async () => {
  const stream = await streamOfFive();
  await spec.client.setStreamMetadata(stream, { maxCount: 2 });
  expect(await numbers(spec.client.readStream(stream))).toEqual([3, 4]);
  expect(await numbers(spec.client.readStream(stream, { direction: BACKWARDS, fromRevision: END }))).toEqual([4, 3]);
  await spec.client.appendToStream(stream, events(5), { expectedRevision: 4n });
  expect(await numbers(spec.client.readStream(stream))).toEqual([4, 5]);
});

it('shows nothing before $tb', async () => {
  const stream = await streamOfFive();
  await spec.client.setStreamMetadata(stream, { truncateBefore: 3 });
  expect(await revisions(spec.client.readStream(stream))).toEqual([3, 4]);
  expect(await numbers(spec.client.readStream(stream, { fromRevision: 1n, maxCount: 1 }))).toEqual([3]);
  expect(await numbers(spec.client.readStream(stream, { direction: BACKWARDS, fromRevision: 2n }))).toEqual([]);
});

it('shows nothing older than $maxAge', async () => {
  const stream = await streamOfFive();
  await spec.client.setStreamMetadata(stream, { maxAge: 1 });
  await eventually(async () => {
    expect(await numbers(spec.client.readStream(stream))).toEqual([]);
  });
  await spec.client.appendToStream(stream, events(5), { expectedRevision: 4n });
  expect(await numbers(spec.client.readStream(stream))).toEqual([5]);
});

it('hides nothing from the whole log, where metadata are events themselves', async () => {
  const stream = newStream();
  const { position } = await spec.client.appendToStream(stream, events(0, 1));
  await spec.client.setStreamMetadata(stream, { maxCount: 1 });
  const seen = await all(spec.client.readAll({ fromPosition: position!, maxCount: 2 }));
  expect(seen.map(({ event }) => [event?.streamId, event?.type])).toEqual([
    [stream, 'thing-happened'],
    [`$$${stream}`, '$metadata'],
  ]);
});
