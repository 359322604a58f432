// What a server does with appends that it has seen. It is stated for the stand-in, and for a real server when
// EVENTSTOREDB_URL names one.
import { expect, it } from '@jest/globals';
import { ANY, type AppendExpectedRevision, NO_STREAM, STREAM_EXISTS, WrongExpectedVersionError } from '@eventstore/db-client';
import { numbers } from './seen.js';
import { events, newStream, useServer } from './spec-server.js';

const spec = useServer();

it.each<[AppendExpectedRevision]>([[NO_STREAM], [ANY], [STREAM_EXISTS]])('gives the first answer to the same events with %p', async (expectedRevision) => {
  const stream = newStream();
  if (expectedRevision === STREAM_EXISTS) await spec.client.setStreamMetadata(stream, {});
  const appended = events(0, 1);
  const first = await spec.client.appendToStream(stream, appended, { expectedRevision });
  const again = await spec.client.appendToStream(stream, appended, { expectedRevision });
  expect(again).toEqual(first);
  expect(await numbers(spec.client.readStream(stream))).toEqual([0, 1]);
});

it('gives the first answer at the same expected revision, when the stream has gone on', async () => {
  const stream = newStream();
  await spec.client.appendToStream(stream, events(0), { expectedRevision: NO_STREAM });
  const appended = events(1, 2);
  const first = await spec.client.appendToStream(stream, appended, { expectedRevision: 0n });
  await spec.client.appendToStream(stream, events(3), { expectedRevision: 2n });
  expect(await spec.client.appendToStream(stream, appended, { expectedRevision: 0n })).toEqual(first);
  expect(await numbers(spec.client.readStream(stream))).toEqual([0, 1, 2, 3]);
});

it('appends the same events once more at a newer revision that is right', async () => {
  const stream = newStream();
  const appended = events(0);
  await spec.client.appendToStream(stream, appended, { expectedRevision: NO_STREAM });
  expect(await spec.client.appendToStream(stream, appended, { expectedRevision: 0n })).toMatchObject({ nextExpectedRevision: 1n });
  expect(await numbers(spec.client.readStream(stream))).toEqual([0, 0]);
});

it('refuses events of which only the first were seen', async () => {
  const stream = newStream();
  const appended = events(0, 1);
  await spec.client.appendToStream(stream, appended, { expectedRevision: NO_STREAM });
  const more = [...appended, ...events(2)];
  await expect(spec.client.appendToStream(stream, more, { expectedRevision: NO_STREAM })).rejects.toBeInstanceOf(WrongExpectedVersionError);
  expect(await numbers(spec.client.readStream(stream))).toEqual([0, 1]);
});

it('knows events by their stream', async () => {
  const appended = events(0);
  const [one, other] = [newStream(), newStream()];
  await spec.client.appendToStream(one, appended);
  await spec.client.appendToStream(other, appended);
  expect(await numbers(spec.client.readStream(other))).toEqual([0]);
});
