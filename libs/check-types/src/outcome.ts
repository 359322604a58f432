import { z } from 'zod';

/** What a check, and the case with it, can come to. PENDING is a decision too: somebody has to look again. */
export const outcome = z.enum(['ACCEPTED', 'REJECTED', 'PENDING']);

/** What a check, and the case with it, can come to. */
export type Outcome = z.output<typeof outcome>;

/** How sure a check is that something is wrong: 0 not at all, 1 entirely. */
export const riskScore = z.number().min(0).max(1);
