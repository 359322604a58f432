import { deciderSpec } from '#event-sourcing/testing';
import { describe, expect, test } from '@jest/globals';
import type { MemberState } from '../member.state.js';
import { sessionAggregate } from '../session.state.js';
import { decideStartSession, startSessionInput, whoLogsIn } from './start-session.js';

const ID = '11111111-1111-4111-8111-111111111111';
const { given } = deciderSpec(sessionAggregate, decideStartSession);
/** `acme?` stands for a member there who has no password. */
const of = (org: string) => ({ org: org.replace('?', ''), id: 5, password: org.endsWith('?') ? null : 'v1.a' }) as MemberState;

test('a session lasts for twelve hours', () => {
  const command = { sessionId: ID, member: { id: 5 }, now: Date.UTC(2026, 0, 2, 8) };
  given().when(command).then({ type: 'session-started', data: { session_id: ID, member_id: 5, expires_at: '2026-01-02T20:00:00.000Z' } });
  given().when(command).resent();
});

describe('who logs in', () => {
  test.each([
    ['nobody with the address', [], undefined, undefined],
    ['the only one with the address', ['acme'], undefined, 'acme'],
    ['the one of the organization', ['acme', 'bank'], 'bank', 'bank'],
    ['nobody of an organization without them', ['acme'], 'bank', undefined],
    ['the only one with a password', ['acme?', 'bank'], undefined, 'bank'],
    ['nobody without a password', ['acme?'], 'acme', undefined],
    ['nobody of several that none is named of', ['acme', 'bank'], undefined, undefined],
  ])('%s', (_, orgs, organization, expected) => {
    expect(whoLogsIn(orgs.map(of), organization)?.org).toBe(expected);
  });
});

test.each([
  ['no address', { email: undefined }, 'email'],
  ['no password', { password: undefined }, 'password'],
  ['a password without end', { password: 'x'.repeat(257) }, 'password'],
])('%s is no login', (_, changes, field) => {
  const { error } = startSessionInput.safeParse({ email: 'ada@example.com', password: 'x', ...changes });
  expect(error?.issues.map(({ path }) => path.join('.'))).toEqual([field]);
});
