import { deciderSpec } from '#event-sourcing/testing';
import { describe, expect, test } from '@jest/globals';
import type { MemberEvent } from '../member.events.js';
import { memberAggregate } from '../member.state.js';
import { addMemberInput, decideAddMember } from './add-member.js';

const ada = { email: 'Ada@Example.com', name: 'Ada', role: 'analyst' } as const;
const added = (changes: Partial<Extract<MemberEvent, { type: 'member-added' }>['data']> = {}): MemberEvent => ({
  type: 'member-added',
  data: { member_id: 5, ...ada, password: 'v1.a', ...changes },
});
const removed: MemberEvent = { type: 'member-removed', data: { member_id: 5 } };
const add = (input = addMemberInput.parse(ada), password: string | null = 'v1.a') => ({ id: 5, password, input });

const { given } = deciderSpec(memberAggregate, decideAddMember);

describe('adding a member', () => {
  test('keeps who they are, with or without a password', () => {
    given().when(add()).then(added());
    given().when(add(undefined, null)).then(added({ password: null }));
  });

  test('refuses an address that somebody has', () => {
    given(added()).when(add()).fails('unique', 'email');
    given(added(), removed, added()).when(add()).fails('unique', 'email');
  });

  test('brings somebody back who was removed, as they are now', () => {
    given(added(), removed).when(add(addMemberInput.parse({ ...ada, role: 'admin' }))).then(added({ role: 'admin' }));
    expect(given(added(), removed, added({ password: null })).state()).toMatchObject({ id: 5, removed_at: null, password: null, credentials: 2 });
  });

  test.each([
    ['no address', { email: undefined }, 'email'],
    ['what is no address', { email: 'ada' }, 'email'],
    ['an address without end', { email: `${'a'.repeat(250)}@b.io` }, 'email'],
    ['no name', { name: ' ' }, 'name'],
    ['a role that there is not', { role: 'operator' }, 'role'],
    ['a short password', { password: 'elevenchars' }, 'password'],
    ['a password without end', { password: 'x'.repeat(257) }, 'password'],
  ])('refuses %s', (_, changes, field) => {
    const { error } = addMemberInput.safeParse({ ...ada, ...changes });
    expect(error?.issues.map(({ path }) => path.join('.'))).toEqual([field]);
  });

  test('takes passwords as they look, whichever way they were typed', () => {
    const typed = (password: string) => addMemberInput.parse({ ...ada, password }).password;
    expect(typed('cre\u0300me bru\u0302l\u00e9e')).toBe(typed('cr\u00e8me br\u00fble\u0301e'));
  });
});
