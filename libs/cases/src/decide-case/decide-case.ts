import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { CaseEvent } from '../case.events.js';
import { caseArchived, requireCase } from '../case.require.js';
import { withCompletion } from '../case.result.js';
import type { CaseState } from '../case.state.js';
import { outcome, riskScore } from '../check.types.js';

/** The body of `POST /api/cases/{id}/decide/`; contract, section 5. */
export const decideCaseInput = z
  .object({ outcome, note: z.string().trim().min(1).max(10_000), risk_score: riskScore.nullish() })
  .meta({ id: 'DecideCase', example: { outcome: 'ACCEPTED', note: 'The match is another person of the same name.' } });

/** The body of `POST /api/cases/{id}/decide/`, checked. */
export type DecideCaseInput = z.output<typeof decideCaseInput>;

/**
 * Decides a case as a whole, for the first time or anew: the decision wins over what the checks come to, those to come
 * included. It says what the outcome is and not that the case is complete, for its checks still say that. The decision
 * that stands already leads to no event. What an archived case came to stays.
 */
export function decideDecideCase(input: DecideCaseInput, before: CaseState | undefined): readonly CaseEvent[] {
  const state = requireCase(before);
  const decision = { outcome: input.outcome, risk_score: input.risk_score ?? null, note: input.note };
  if (isDeepStrictEqual(state.decision, decision)) return [];
  if (state.archived) throw caseArchived();
  return withCompletion(state, { type: 'case-decided', data: { customer_id: state.customer_id, ...decision } });
}
