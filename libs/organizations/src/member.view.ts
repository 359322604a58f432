import { z } from 'zod';
import { MEMBER_ROLES } from './member.roles.js';
import type { MemberState } from './member.state.js';

const time = z.iso.datetime().meta({ example: '2026-01-02T03:04:05.678Z' });

/** A member of an organization, as the API shows it. */
export const memberSchema = z
  .object({
    id: z.int().positive(),
    email: z.string(),
    name: z.string(),
    role: z.enum(MEMBER_ROLES),
    has_password: z.boolean().meta({ description: 'Whether the member can log in.' }),
    created_at: time,
    updated_at: time,
  })
  .meta({ id: 'Member' });

/** A member of an organization, as the API shows it. */
export type MemberView = z.output<typeof memberSchema>;

/** Everything that may be shown of a member: all but the password's hash. */
export const presentMember = ({ id, email, name, role, password, created_at, updated_at }: MemberState): MemberView => ({
  id,
  email,
  name,
  role,
  has_password: password !== null,
  created_at,
  updated_at,
});
