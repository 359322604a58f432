import { invalidField, notFound } from '#event-sourcing';
import { z } from 'zod';
import type { MemberEvent } from '../member.events.js';
import { memberFields } from '../member.input.js';
import { sameEmail } from '../member.key.js';
import { inForce, type MemberState } from '../member.state.js';

/** The body of `PATCH /api/members/{id}/`. */
export const changeMemberInput = z
  .object({
    email: z.string().optional().meta({ description: 'Cannot change: add another member instead.' }),
    name: memberFields.name.optional(),
    role: memberFields.role.optional(),
    password: memberFields.password,
  })
  .meta({ id: 'ChangeMember', example: { role: 'supervisor' } });

/** The body of `PATCH /api/members/{id}/`, checked. */
export type ChangeMemberInput = z.output<typeof changeMemberInput>;

/** The command, with the sealed hash of its password: null takes the password away, undefined leaves it. */
export interface ChangeMemberDecision {
  readonly password: string | null | undefined;
  readonly input: Pick<ChangeMemberInput, 'email' | 'name' | 'role'>;
}

/** What is different from now on; a password that is given always is, since nobody can see whether it is the old one. */
export function decideChangeMember({ password, input }: ChangeMemberDecision, state: MemberState | undefined): readonly MemberEvent[] {
  const member = inForce(state);
  if (!member) throw notFound('member');
  if (input.email !== undefined && sameEmail(input.email) !== sameEmail(member.email)) {
    throw invalidField('email', 'read_only', 'An email address stands for one member and cannot be changed: add another member.');
  }
  const { id: member_id } = member;
  const changes = {
    ...(input.name === undefined || input.name === member.name ? {} : { name: input.name }),
    ...(input.role === undefined || input.role === member.role ? {} : { role: input.role }),
  };
  const changesPassword = password !== undefined && (password !== null || member.password !== null);
  return [
    ...(Object.keys(changes).length === 0 ? [] : [{ type: 'member-changed', data: { member_id, ...changes } } as const]),
    ...(changesPassword ? [{ type: 'member-password-changed', data: { member_id, password } } as const] : []),
  ];
}
