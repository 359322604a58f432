import { z } from 'zod';

/** The body of a request that ends a check without a decision: why, in at most 10,000 characters. */
export const checkReasonInput = z
  .object({ reason: z.string().trim().min(1).max(10_000) })
  .meta({ id: 'CheckReason', example: { reason: 'The provider has no data on this country.' } });

/** A command that ends a check without a decision. */
export interface EndCheckDecision {
  readonly checkId: number;
  readonly reason: string;
}
