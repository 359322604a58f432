import { deciderSpec } from '#event-sourcing/testing';
import { describe, expect, test } from '@jest/globals';
import type { MemberEvent } from '../member.events.js';
import { memberAggregate } from '../member.state.js';
import { decideChangeMember } from './change-member.js';

const added: MemberEvent = {
  type: 'member-added',
  data: { member_id: 5, email: 'ada@example.com', name: 'Ada', role: 'analyst', password: null },
};
const removed: MemberEvent = { type: 'member-removed', data: { member_id: 5 } };
const changed = (changes: object): MemberEvent => ({ type: 'member-changed', data: { member_id: 5, ...changes } });
const passwordChanged = (password: string | null): MemberEvent => ({ type: 'member-password-changed', data: { member_id: 5, password } });
const change = (input: Parameters<typeof decideChangeMember>[0]['input'], password?: string | null) => ({ input, password });

const { given } = deciderSpec(memberAggregate, decideChangeMember);

describe('changing a member', () => {
  test('says what is different, and nothing of the rest', () => {
    given(added).when(change({ role: 'supervisor' })).then(changed({ role: 'supervisor' }));
    given(added).when(change({ name: 'Ada King', role: 'analyst' })).then(changed({ name: 'Ada King' }));
    given(added).when(change({ name: 'Ada King' })).resent();
  });

  test('does nothing where nothing is different', () => {
    given(added).when(change({})).thenNothing();
    given(added).when(change({ name: 'Ada', role: 'analyst', email: 'ADA@example.com' })).thenNothing();
    given(added).when(change({}, null)).thenNothing();
  });

  test('gives a password, and takes it away', () => {
    given(added).when(change({}, 'v1.b')).then(passwordChanged('v1.b'));
    given(added, passwordChanged('v1.b')).when(change({ name: 'A' }, null)).then(changed({ name: 'A' }), passwordChanged(null));
  });

  test('ends the sessions of the old password, and no others', () => {
    expect(given(added, changed({ role: 'admin' })).state()?.credentials).toBe(0);
    expect(given(added, changed({ role: 'admin' }), passwordChanged('v1.b')).state()?.credentials).toBe(2);
    expect(given(added, removed).state()?.credentials).toBe(1);
  });

  test('refuses another address', () => {
    given(added).when(change({ email: 'king@example.com' })).fails('read_only', 'email');
  });

  test('refuses a member who is not there, or not any more', () => {
    given().when(change({ name: 'A' })).fails('member_not_found');
    given(added, removed).when(change({ name: 'A' })).fails('member_not_found');
  });
});
