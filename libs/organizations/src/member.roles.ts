import type { Scope } from '#http';

/** What a member of an organization may be. These names are in events: changing one changes stored data. */
export const MEMBER_ROLES = ['analyst', 'supervisor', 'auditor', 'admin'] as const;

/** What a member of an organization is. */
export type MemberRole = (typeof MEMBER_ROLES)[number];

const READING = ['cases:read', 'customers:read'] as const satisfies readonly Scope[];
const DAILY_WORK = [...READING, 'cases:write', 'customers:write', 'documents:write', 'decisions:write'] as const satisfies readonly Scope[];

/**
 * What members of each role may do. Nobody is `operator` by a role: that scope goes beyond the organization. Scopes are
 * looked up anew on each request, so changing this changes what those who are logged in may do.
 */
export const ROLE_SCOPES: Readonly<Record<MemberRole, ReadonlySet<Scope>>> = {
  analyst: new Set(DAILY_WORK),
  supervisor: new Set([...DAILY_WORK, 'configs:write']),
  auditor: new Set([...READING, 'audit:read']),
  admin: new Set([...DAILY_WORK, 'configs:write', 'audit:read', 'admin']),
};
