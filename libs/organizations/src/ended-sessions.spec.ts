import { CommandRunner, isoTime, silentLogger } from '#event-sourcing';
import { InMemoryEventStore } from '#event-sourcing/testing';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { EndedSessions } from './ended-sessions.js';
import type { SessionEvent } from './session.events.js';
import { sessionAggregate, sessionStream } from './session.state.js';

const NOW = Date.UTC(2026, 0, 2);
const id = (number: number): string => `11111111-1111-4111-8111-${String(number).padStart(12, '0')}`;

let store: InMemoryEventStore;
let sessions: EndedSessions;
let now: number;
beforeEach(() => {
  now = NOW;
  store = new InMemoryEventStore();
  sessions = new EndedSessions(store, silentLogger, { now: () => now });
});
afterEach(() => sessions.stop());

const happened = (type: SessionEvent['type'], number: number, expires = NOW + 1_000) => {
  const data = { session_id: id(number), member_id: 5, expires_at: isoTime(expires) };
  const context = { org: 'acme', actor: 'member:5', commandId: `${type} ${number}`, correlationId: 'spec', now };
  return new CommandRunner(store).run(sessionAggregate, sessionStream('acme', id(number)), () => [{ type, data }], context);
};

test('ended sessions are known: those of before, and those of later', async () => {
  await happened('session-started', 1);
  await happened('session-started', 2);
  await happened('session-ended', 2);
  await sessions.start();
  expect([1, 2].map((number) => sessions.has(id(number)))).toEqual([false, true]);
  await happened('session-ended', 1);
  await sessions.catchUp();
  expect(sessions.has(id(1))).toBe(true);
});

test('ended sessions are forgotten when their cookies are no longer good', async () => {
  await happened('session-ended', 1, NOW - 1);
  await happened('session-ended', 2);
  await sessions.start();
  expect([1, 2].map((number) => sessions.has(id(number)))).toEqual([false, true]);
  now += 1_000;
  await happened('session-ended', 3, now + 1_000);
  await sessions.catchUp();
  expect([2, 3].map((number) => sessions.has(id(number)))).toEqual([false, true]);
});
