// What becomes of deleted streams. It is stated for the stand-in, and for a real server when EVENTSTOREDB_URL names one.
import { describe, expect, it } from '@jest/globals';
import { NO_STREAM, STREAM_EXISTS, StreamDeletedError, StreamNotFoundError, WrongExpectedVersionError } from '@eventstore/db-client';
import { all, numbers, revisions } from './seen.js';
import { events, newStream, useServer } from './spec-server.js';

const spec = useServer();

async function streamOfTwo(): Promise<string> {
  const stream = newStream();
  await spec.client.appendToStream(stream, events(0, 1));
  return stream;
}

describe('a deleted stream', () => {
  it('is not found any more', async () => {
    const stream = await streamOfTwo();
    expect((await spec.client.deleteStream(stream, { expectedRevision: 1n })).position).toBeDefined();
    await expect(all(spec.client.readStream(stream))).rejects.toBeInstanceOf(StreamNotFoundError);
  });

  it.each([[NO_STREAM], ['any' as const], [1n]] as const)('comes back when written to with %p, and its revisions go on', async (expectedRevision) => {
    const stream = await streamOfTwo();
    await spec.client.setStreamMetadata(stream, { owner: 'acme' });
    await spec.client.deleteStream(stream);
    expect(await spec.client.appendToStream(stream, events(2, 3), { expectedRevision })).toMatchObject({ nextExpectedRevision: 3n });
    expect(await numbers(spec.client.readStream(stream))).toEqual([2, 3]);
    expect(await revisions(spec.client.readStream(stream))).toEqual([2, 3]);
    expect((await spec.client.getStreamMetadata(stream)).metadata).toEqual({ owner: 'acme', truncateBefore: 2 });
  });

  it('does not exist for whoever expects it to', async () => {
    const stream = await streamOfTwo();
    await spec.client.deleteStream(stream);
    await expect(spec.client.appendToStream(stream, events(2), { expectedRevision: STREAM_EXISTS })).rejects.toBeInstanceOf(StreamDeletedError);
  });
});

describe('a tombstoned stream', () => {
  it('is neither read nor written nor deleted again', async () => {
    const stream = await streamOfTwo();
    expect((await spec.client.tombstoneStream(stream)).position).toBeDefined();
    await expect(all(spec.client.readStream(stream))).rejects.toMatchObject({ type: 'stream-deleted', streamName: stream });
    await expect(spec.client.appendToStream(stream, events(2))).rejects.toMatchObject({ type: 'stream-deleted', streamName: stream });
    await expect(spec.client.setStreamMetadata(stream, { maxCount: 1 })).rejects.toBeInstanceOf(StreamDeletedError);
    await expect(spec.client.deleteStream(stream)).rejects.toBeInstanceOf(StreamDeletedError);
    await expect(spec.client.tombstoneStream(stream)).rejects.toBeInstanceOf(StreamDeletedError);
  });

  it('leaves an event in the log', async () => {
    const stream = await streamOfTwo();
    const { position } = await spec.client.tombstoneStream(stream);
    const [seen] = await all(spec.client.readAll({ fromPosition: position!, maxCount: 1 }));
    expect(seen?.event).toMatchObject({ streamId: stream, type: '$streamDeleted', revision: 2n ** 63n - 1n });
  });
});

it('deletes nothing that is not as expected', async () => {
  const stream = await streamOfTwo();
  const wrong = { streamName: stream, expectedVersion: 0n, actualVersion: 1n };
  await expect(spec.client.deleteStream(stream, { expectedRevision: 0n })).rejects.toMatchObject(wrong);
  await expect(spec.client.tombstoneStream(stream, { expectedRevision: NO_STREAM })).rejects.toBeInstanceOf(WrongExpectedVersionError);
  expect(await numbers(spec.client.readStream(stream))).toEqual([0, 1]);
});
