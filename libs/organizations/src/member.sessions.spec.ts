import { MasterKey } from '#platform';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { MemberSessions } from './member.sessions.js';
import type { MemberState } from './member.state.js';
import { CookieSealer } from './session.cookie.js';

const cookies = new CookieSealer(new MasterKey(Buffer.alloc(32, 3)));
const EXPIRES = Date.UTC(2026, 0, 2, 20);
const content = { org: 'acme', member: 5, session: '11111111-1111-4111-8111-111111111111', credentials: 2, expires: EXPIRES };
const cookie = cookies.seal(content);

let now: number;
let member: MemberState | undefined;
let ended: Set<string>;
let sessions: MemberSessions;
beforeEach(() => {
  now = Date.UTC(2026, 0, 2, 8);
  member = { org: 'acme', id: 5, role: 'auditor', credentials: 2 } as MemberState;
  ended = new Set();
  const roster = { find: (org: string, id: number) => (org === 'acme' && id === 5 ? member : undefined) };
  sessions = new MemberSessions({ cookies, roster, ended: { has: (id) => ended.has(id) }, clock: { now: () => now } });
});

describe('a session', () => {
  test('is its member\'s, with what their role may do', () => {
    expect(sessions.find(cookie)).toEqual({
      sessionId: content.session, org: 'acme', memberId: 5, scopes: new Set(['cases:read', 'customers:read', 'audit:read']),
      csrfToken: cookies.csrfToken(content.session), expiresAt: EXPIRES,
    });
  });

  test('has another role from the moment its member has', () => {
    member = { ...member!, role: 'admin' };
    expect(sessions.find(cookie)?.scopes.has('admin')).toBe(true);
    expect(sessions.find(cookie)?.scopes.has('operator')).toBe(false);
  });

  test.each<[string, () => void]>([
    ['expired', () => (now = EXPIRES)],
    ['ended', () => ended.add(content.session)],
    ['of a member who was removed', () => (member = undefined)],
    ['of a password that was changed', () => (member = { ...member!, credentials: 3 })],
  ])('is over when it is %s', (_, happens) => {
    happens();
    expect(sessions.find(cookie)).toBeUndefined();
  });

  test('is none when the cookie is none of ours', () => {
    expect(sessions.find('v1.nonsense')).toBeUndefined();
  });
});
