import { type Outcome, riskScore } from '#check-types';
import { z } from 'zod';

const threshold = riskScore.nullable();

/** What a risk score makes of a decision, as events hold it; null where nothing was said. */
export const outcomeRules = z.object({ accept_below: threshold, review_at_or_above: threshold, reject_at_or_above: threshold });

/** What a risk score makes of a decision. */
export type OutcomeRules = z.output<typeof outcomeRules>;

/** A decision on a check, as far as rules look at it. */
export interface ScoredDecision {
  readonly outcome: Outcome;
  readonly risk_score: number | null;
}

/**
 * What a decision on a check counts for in the outcome of its case. Rules speak of decisions that have a score; without one,
 * and where no rule holds, a decision counts for what it says.
 *
 * - A score at or above `reject_at_or_above` counts as REJECTED, whatever was decided.
 * - ACCEPTED with a score at or above `review_at_or_above` counts as PENDING.
 * - PENDING with a score below `accept_below` counts as ACCEPTED.
 *
 * REJECTED always counts as that: a rule never overrules a no.
 */
export function countedOutcome({ outcome, risk_score: score }: ScoredDecision, rules: OutcomeRules | null): Outcome {
  if (rules === null || score === null || outcome === 'REJECTED') return outcome;
  const { accept_below, review_at_or_above, reject_at_or_above } = rules;
  if (reject_at_or_above !== null && score >= reject_at_or_above) return 'REJECTED';
  if (review_at_or_above !== null && score >= review_at_or_above) return 'PENDING';
  return accept_below !== null && score < accept_below ? 'ACCEPTED' : outcome;
}
