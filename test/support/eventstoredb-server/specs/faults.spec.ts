// What goes wrong on demand, and what the real client makes of it.
import { afterEach, expect, it } from '@jest/globals';
import { NO_STREAM, NotLeaderError, START, UnavailableError } from '@eventstore/db-client';
import { eventually } from '../../eventually.js';
import { all, numbers, written } from './seen.js';
import { events, newStream, useStandIn } from './spec-server.js';

const spec = useStandIn();
/** An append with credentials of its own goes by a call of its own, which has a deadline. */
const CREDENTIALS = { credentials: { username: 'admin', password: 'changeit' } };

afterEach(() => {
  spec.server.faults.clear();
});

it.each([['BatchAppend', {}], ['Append', CREDENTIALS]])('is not the leader: %s is told who is', async (_name, options) => {
  const stream = newStream();
  spec.server.faults.notLeader(1, { host: '127.0.0.1', port: spec.server.port });
  const refused = spec.client.appendToStream(stream, events(0), { expectedRevision: NO_STREAM, ...options });
  await expect(refused).rejects.toBeInstanceOf(NotLeaderError);
  await expect(refused).rejects.toMatchObject({ leader: { address: '127.0.0.1', port: spec.server.port } });
  await spec.client.appendToStream(stream, events(1), { expectedRevision: NO_STREAM, ...options });
  expect(await numbers(spec.client.readStream(stream))).toEqual([1]);
});

it('is unavailable for some calls, and nothing is done', async () => {
  const stream = newStream();
  spec.server.faults.unavailable(2);
  await expect(spec.client.appendToStream(stream, events(0))).rejects.toBeInstanceOf(UnavailableError);
  await expect(all(spec.client.readStream(stream))).rejects.toBeInstanceOf(UnavailableError);
  await expect(all(spec.client.readStream(stream))).rejects.toMatchObject({ type: 'stream-not-found' });
});

it('is not ready: a batch is told in words that the client does not know', async () => {
  const stream = newStream();
  spec.server.faults.notReady(2);
  await expect(spec.client.appendToStream(stream, events(0))).rejects.toMatchObject({ type: 'unknown', message: expect.stringContaining('Server Is Not Ready') });
  await expect(spec.client.appendToStream(stream, events(0), CREDENTIALS)).rejects.toBeInstanceOf(UnavailableError);
  await expect(all(spec.client.readStream(stream))).rejects.toMatchObject({ type: 'stream-not-found' });
});

it.each([['BatchAppend', {}], ['Append', CREDENTIALS]])('stores and loses the answer: the same %s is answered when it comes again', async (_name, options) => {
  const stream = newStream();
  const appended = events(0, 1);
  spec.server.faults.loseAnswers(1);
  const lost = spec.client.appendToStream(stream, appended, { expectedRevision: NO_STREAM, ...options });
  await expect(lost).rejects.toBeInstanceOf(UnavailableError);
  const answered = await spec.client.appendToStream(stream, appended, { expectedRevision: NO_STREAM, ...options });
  expect(answered.nextExpectedRevision).toBe(1n);
  expect(await numbers(spec.client.readStream(stream))).toEqual([0, 1]);
});

it('stalls: what is asked for is done, and answered later', async () => {
  const stream = newStream();
  spec.server.faults.freeze();
  const late = spec.client.appendToStream(stream, events(0), { ...CREDENTIALS, deadline: 100 });
  await expect(late).rejects.toMatchObject({ type: 'deadline-exceeded' });
  const waiting = spec.client.appendToStream(stream, events(1), { expectedRevision: 0n });
  const reading = numbers(spec.client.readStream(stream, { maxCount: 1 }));
  spec.server.faults.resume();
  expect((await waiting).nextExpectedRevision).toBe(1n);
  expect(await reading).toEqual([0]);
});

it('is slow', async () => {
  spec.server.faults.delay(60);
  const begun = performance.now();
  await spec.client.appendToStream(newStream(), events(0));
  expect(performance.now() - begun).toBeGreaterThan(55);
});

it('drops subscriptions', async () => {
  const said = written(spec.client.subscribeToAll({ fromPosition: START }));
  await eventually(() => {
    expect(said).toContain('caught up');
  });
  spec.server.faults.dropSubscriptions();
  await eventually(() => {
    expect(said.at(-1)).toBeInstanceOf(UnavailableError);
  });
});

it('cuts connections, and takes new ones', async () => {
  const stream = newStream();
  const said = written(spec.client.subscribeToStream(stream));
  await eventually(() => {
    expect(said).toContain('caught up');
  });
  spec.server.faults.dropConnections();
  await eventually(() => {
    expect(said.at(-1)).toBeInstanceOf(UnavailableError);
  });
  await eventually(() => spec.client.appendToStream(stream, events(0)));
  expect(await numbers(spec.client.readStream(stream))).toEqual([0]);
});
