import { z } from 'zod';
import { MEMBER_ROLES } from './member.roles.js';

/** Characters of a password, at least (NIST SP 800-63B asks for 8) and at most. */
const PASSWORD_LENGTH = { least: 12, most: 256 };

/** A password as people type it: one that looks the same is the same, whichever way a keyboard composes its letters. */
export const typedPassword = z.string().max(PASSWORD_LENGTH.most).normalize('NFKC');

/** A password that is chosen anew. */
export const newPassword = typedPassword.pipe(z.string().min(PASSWORD_LENGTH.least));

/** The fields of a member, as clients send them. */
export const memberFields = {
  email: z.string().trim().max(254).pipe(z.email()).meta({ example: 'ada@example.com' }),
  name: z.string().trim().min(1).max(255),
  role: z.enum(MEMBER_ROLES),
  password: newPassword.nullish().meta({ description: 'For the cookie login; without one the member cannot log in.' }),
};
