// What a server does with appends. It is stated for the stand-in, and for a real server when EVENTSTOREDB_URL names one.
import { describe, expect, it } from '@jest/globals';
import {
  type AppendExpectedRevision,
  type AppendResult,
  binaryEvent,
  type EventData,
  jsonEvent,
  MaxAppendSizeExceededError,
  NO_STREAM,
  STREAM_EXISTS,
  WrongExpectedVersionError,
} from '@eventstore/db-client';
import { all, numbers } from './seen.js';
import { event, events, newStream, useServer } from './spec-server.js';

const spec = useServer();

describe.each([
  ['BatchAppend', {}],
  // The client takes the call with one answer when an append has credentials of its own.
  ['Append', { credentials: { username: 'admin', password: 'changeit' } }],
])('%s', (_name, options) => {
  const append = (stream: string, expectedRevision: AppendExpectedRevision, appended: EventData[]): Promise<AppendResult> =>
    spec.client.appendToStream(stream, appended, { expectedRevision, ...options });

  it('takes each form of expected revision', async () => {
    const stream = newStream();
    expect(await append(stream, NO_STREAM, events(0, 1))).toMatchObject({ success: true, nextExpectedRevision: 1n });
    expect(await append(stream, 1n, events(2))).toMatchObject({ nextExpectedRevision: 2n });
    expect(await append(stream, STREAM_EXISTS, events(3))).toMatchObject({ nextExpectedRevision: 3n });
    expect(await append(stream, 'any', events(4))).toMatchObject({ nextExpectedRevision: 4n });
    expect(await numbers(spec.client.readStream(stream))).toEqual([0, 1, 2, 3, 4]);
  });

  it('answers with the position of the last event', async () => {
    const stream = newStream();
    const { position } = await append(stream, NO_STREAM, events(0, 1));
    const [, last] = await all(spec.client.readStream(stream));
    expect(last?.event?.position).toEqual(position);
    expect(position!.prepare <= position!.commit).toBe(true);
  });

  it.each<[AppendExpectedRevision, unknown]>([
    [0n, 0n],
    [5n, 5n],
    [NO_STREAM, 'no_stream'],
  ])('refuses when %p is expected of a stream at 1', async (expected, told) => {
    const stream = newStream();
    await append(stream, NO_STREAM, events(0, 1));
    const refused = append(stream, expected, events(2));
    await expect(refused).rejects.toBeInstanceOf(WrongExpectedVersionError);
    await expect(refused).rejects.toMatchObject({ streamName: stream, expectedVersion: told, actualVersion: 1n });
    expect(await numbers(spec.client.readStream(stream))).toEqual([0, 1]);
  });

  it.each<[AppendExpectedRevision]>([[0n], [STREAM_EXISTS]])('refuses when %p is expected of a stream that is not there', async (expected) => {
    await expect(append(newStream(), expected, events(0))).rejects.toMatchObject({ expectedVersion: expected, actualVersion: NO_STREAM });
  });

  it('keeps what it is given, be it JSON or bytes', async () => {
    const stream = newStream();
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
    const json = jsonEvent({ type: 'text-written', data: { text: 'grüße, 世界 🌍', big: 1.5e21 }, metadata: { $correlationId: 'a' } });
    await append(stream, NO_STREAM, [json, binaryEvent({ type: 'picture-taken', data: bytes, metadata: bytes })]);
    const [first, second] = (await all(spec.client.readStream(stream))).map((seen) => seen.event);
    expect(first).toMatchObject({ id: json.id, type: 'text-written', isJson: true, data: json.data, metadata: json.metadata, streamId: stream });
    expect(second).toMatchObject({ type: 'picture-taken', isJson: false });
    expect([...(second?.data as Uint8Array)]).toEqual([...bytes]);
    expect([...(second?.metadata as Uint8Array)]).toEqual([...bytes]);
  });

  it('refuses more than a mebibyte', async () => {
    const stream = newStream();
    const half = 'x'.repeat(520 * 1024);
    const large = [1, 2].map(() => jsonEvent({ type: 'much-said', data: { half } }));
    const refused = append(stream, NO_STREAM, large);
    await expect(refused).rejects.toBeInstanceOf(MaxAppendSizeExceededError);
    await expect(refused).rejects.toMatchObject({ maxAppendSize: 1024 * 1024 });
    expect(await append(stream, NO_STREAM, large.slice(1))).toMatchObject({ success: true });
  });

  it('answers each of many that come at once', async () => {
    const streams = Array.from({ length: 100 }, newStream);
    const answers = await Promise.all(streams.map((stream, n) => append(stream, NO_STREAM, [event(n)])));
    expect(answers.every(({ nextExpectedRevision }) => nextExpectedRevision === 0n)).toBe(true);
    expect(new Set(answers.map(({ position }) => position?.commit)).size).toBe(100);
  });
});

describe('BatchAppend', () => {
  it('refuses what comes after its deadline', async () => {
    const late = spec.client.appendToStream(newStream(), events(0), { deadline: -1_000 });
    await expect(late).rejects.toMatchObject({ type: 'deadline-exceeded' });
  });

  it('takes an append in several messages', async () => {
    const stream = newStream();
    const many = Array.from({ length: 50 }, (_, n) => jsonEvent({ type: 'much-said', data: { n, text: 'x'.repeat(1_000) } }));
    await spec.client.appendToStream(stream, many, { batchAppendSize: 10_000, expectedRevision: NO_STREAM });
    expect(await numbers(spec.client.readStream(stream))).toEqual(many.map(({ data }) => data.n));
  });
});
