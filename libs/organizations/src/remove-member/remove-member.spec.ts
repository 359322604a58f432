import { deciderSpec } from '#event-sourcing/testing';
import { describe, test } from '@jest/globals';
import type { MemberEvent } from '../member.events.js';
import { memberAggregate } from '../member.state.js';
import { decideRemoveMember } from './remove-member.js';

const added: MemberEvent = {
  type: 'member-added',
  data: { member_id: 5, email: 'ada@example.com', name: 'Ada', role: 'analyst', password: null },
};
const removed: MemberEvent = { type: 'member-removed', data: { member_id: 5 } };

const { given } = deciderSpec(memberAggregate, decideRemoveMember);

describe('removing a member', () => {
  test('happens as often as they belong to the organization', () => {
    given(added).when(5).then(removed);
    given(added, removed, added).when(5).then(removed);
  });

  test('refuses one who is not there, or not any more', () => {
    given().when(5).fails('member_not_found');
    given(added, removed).when(5).fails('member_not_found');
  });
});
