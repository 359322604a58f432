// What the stand-in does in its own way; nothing of this is said of a real server.
import { describe, expect, it } from '@jest/globals';
import { type EventStoreDbServerOptions } from '../index.js';
import { all, numbers } from './seen.js';
import { event, events, newStream, useStandIn } from './spec-server.js';

const HOUR = 3_600_000;
let time = Date.parse('2026-11-21T12:00:00Z');
const options: Omit<EventStoreDbServerOptions, 'dataDir'> = { now: () => time };
const spec = useStandIn(options);

it('gives no event equal commit and prepare positions', async () => {
  const stream = newStream();
  await spec.client.appendToStream(stream, events(0, 1));
  for (const seen of await all(spec.client.readStream(stream))) expect(seen.event!.position!.prepare < seen.event!.position!.commit).toBe(true);
});

it('refuses a position of which one half is made of the other', async () => {
  const { position } = await spec.client.appendToStream(newStream(), events(0));
  for (const half of [position!.commit, position!.prepare]) {
    await expect(all(spec.client.readAll({ fromPosition: { commit: half, prepare: half } }))).rejects.toThrow(/invalid position/);
    const subscription = spec.client.subscribeToAll({ fromPosition: { commit: half, prepare: half } });
    await expect(all(subscription)).rejects.toThrow(/invalid position/);
  }
});

it('refuses two events of one id in one append', async () => {
  const twice = event(0);
  await expect(spec.client.appendToStream(newStream(), [twice, twice])).rejects.toThrow();
});

it('answers an append of nothing with where the stream is', async () => {
  const stream = newStream();
  await spec.client.appendToStream(stream, events(0, 1));
  expect(await spec.client.appendToStream(stream, [], { expectedRevision: 1n })).toMatchObject({ nextExpectedRevision: 1n, position: undefined });
});

describe('its clock', () => {
  it('is when events were created, and what they grow old by', async () => {
    const stream = newStream();
    await spec.client.appendToStream(stream, events(0));
    await spec.client.setStreamMetadata(stream, { maxAge: 5_400 });
    time += HOUR;
    await spec.client.appendToStream(stream, events(1));
    expect((await all(spec.client.readStream(stream))).map(({ event }) => event?.created)).toEqual([new Date(time - HOUR), new Date(time)]);
    time += HOUR;
    expect(await numbers(spec.client.readStream(stream))).toEqual([1]);
  });
});
