import { notFound } from '#event-sourcing';
import type { MemberEvent } from '../member.events.js';
import { inForce, type MemberState } from '../member.state.js';

/** Removes a member; one who was removed is not there any more. */
export function decideRemoveMember(id: number, state: MemberState | undefined): readonly MemberEvent[] {
  if (!inForce(state)) throw notFound('member');
  return [{ type: 'member-removed', data: { member_id: id } }];
}
