import { invalidSession } from '#http';
import { z } from 'zod';
import type { MemberEvent } from '../member.events.js';
import { newPassword, typedPassword } from '../member.input.js';
import { inForce, type MemberState } from '../member.state.js';

/** The body of `PATCH /api/session/`. */
export const changeOwnPasswordInput = z
  .object({
    current_password: typedPassword.meta({ description: 'The one with which the session began.' }),
    password: newPassword.meta({ description: 'The one to log in with from now on.' }),
  })
  .meta({ id: 'ChangeOwnPassword', example: { current_password: 'correct horse battery', password: 'a staple of another kind' } });

/** The body of `PATCH /api/session/`, checked. */
export type ChangeOwnPasswordInput = z.output<typeof changeOwnPasswordInput>;

/** The command, with the sealed hash of the new password. */
export interface ChangeOwnPasswordDecision {
  readonly password: string;
  /** The revision of the event that gave the password which they have shown that they know. */
  readonly credentials: number;
}

/** Gives a member another password; nobody who knows one that is theirs no more. */
export function decideChangeOwnPassword({ password, credentials }: ChangeOwnPasswordDecision, state: MemberState | undefined): readonly MemberEvent[] {
  const member = inForce(state);
  if (member?.credentials !== credentials) throw invalidSession();
  return [{ type: 'member-password-changed', data: { member_id: member.id, password } }];
}
