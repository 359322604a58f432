import { isoTime } from '#event-sourcing';
import { SCOPES } from '#http';
import { z } from 'zod';
import { ROLE_SCOPES } from './member.roles.js';
import type { MemberState } from './member.state.js';
import { memberSchema, presentMember } from './member.view.js';

/** A session of a member; what it is proven by is in the cookies alone. */
export const sessionSchema = z
  .object({
    organization: z.string(),
    member: memberSchema,
    scopes: z.array(z.enum(SCOPES)).readonly().meta({ description: 'What the member may do.' }),
    expires_at: z.iso.datetime().meta({ example: '2026-01-02T03:04:05.678Z' }),
  })
  .meta({ id: 'Session' });

/** A session of a member, as the API shows it. */
export type SessionView = z.output<typeof sessionSchema>;

/** @param session its member, and when it expires: milliseconds since the Unix epoch. */
export const presentSession = ({ member, expiresAt }: { readonly member: MemberState; readonly expiresAt: number }): SessionView => ({
  organization: member.org,
  member: presentMember(member),
  scopes: [...ROLE_SCOPES[member.role]],
  expires_at: isoTime(expiresAt),
});
