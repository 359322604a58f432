import { z } from 'zod';

/** By what an organization knows whoever carries out checks for it. */
export const providerName = z.string().regex(/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/, {
  error: 'Enter 1 to 40 lower-case letters, digits and hyphens.',
});
