import { invalidField } from '#event-sourcing';
import { z } from 'zod';
import type { MemberEvent } from '../member.events.js';
import { memberFields } from '../member.input.js';
import { inForce, type MemberState } from '../member.state.js';

/** The body of `POST /api/members/`. */
export const addMemberInput = z
  .object(memberFields)
  .meta({ id: 'AddMember', example: { email: 'ada@example.com', name: 'Ada Lovelace', role: 'analyst', password: 'correct horse battery' } });

/** The body of `POST /api/members/`, checked. */
export type AddMemberInput = z.output<typeof addMemberInput>;

/** The command, with the id that its address stands for and the sealed hash of its password. */
export interface AddMemberDecision {
  readonly id: number;
  readonly password: string | null;
  readonly input: Pick<AddMemberInput, 'email' | 'name' | 'role'>;
}

/** A new member, or one who was removed and comes back; an address that somebody has is refused. */
export function decideAddMember({ id, password, input }: AddMemberDecision, state: MemberState | undefined): readonly MemberEvent[] {
  if (inForce(state)) throw invalidField('email', 'unique', 'A member with this email already exists.');
  const { email, name, role } = input;
  return [{ type: 'member-added', data: { member_id: id, email, name, role, password } }];
}
