import { deciderSpec } from '#event-sourcing/testing';
import { describe, expect, test } from '@jest/globals';
import type { MemberEvent } from '../member.events.js';
import { memberAggregate } from '../member.state.js';
import { changeOwnPasswordInput, decideChangeOwnPassword } from './change-own-password.js';

const added: MemberEvent = { type: 'member-added', data: { member_id: 5, email: 'ada@example.com', name: 'Ada', role: 'analyst', password: 'v1.a' } };
const renamed: MemberEvent = { type: 'member-changed', data: { member_id: 5, name: 'Ada King' } };
const removed: MemberEvent = { type: 'member-removed', data: { member_id: 5 } };
const changed = (password: string): MemberEvent => ({ type: 'member-password-changed', data: { member_id: 5, password } });

const { given } = deciderSpec(memberAggregate, decideChangeOwnPassword);

describe('changing the own password', () => {
  test('takes the place of the one that was shown', () => {
    given(added, renamed).when({ password: 'v1.b', credentials: 0 }).then(changed('v1.b'));
    given(added, changed('v1.b')).when({ password: 'v1.c', credentials: 1 }).then(changed('v1.c'));
  });

  test('is nothing for who has shown one that is theirs no more', () => {
    given(added, changed('v1.b')).when({ password: 'v1.c', credentials: 0 }).fails('invalid_session');
    given(added, removed).when({ password: 'v1.c', credentials: 0 }).fails('invalid_session');
    given(added, removed, added).when({ password: 'v1.c', credentials: 0 }).fails('invalid_session');
    given().when({ password: 'v1.c', credentials: 0 }).fails('invalid_session');
  });

  test.each([
    ['no password', { password: undefined }, 'password'],
    ['null', { password: null }, 'password'],
    ['a short one', { password: 'short' }, 'password'],
    ['not the one of before', { current_password: undefined }, 'current_password'],
  ])('needs both: %s', (_, changes, field) => {
    const { error } = changeOwnPasswordInput.safeParse({ current_password: 'x', password: 'correct horse', ...changes });
    expect(error?.issues.map(({ path }) => path.join('.'))).toEqual([field]);
  });
});
