import { z } from 'zod';

/** By what a list is known in its organization; it is part of names in the blob store. */
export const watchlistSlug = z.string().regex(/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/, {
  error: 'Enter 1 to 40 lower-case letters, digits and hyphens.',
});
