import { conflict } from '#event-sourcing';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { CaseEvent } from '../case.events.js';
import { caseArchived } from '../case.require.js';
import { withCompletion } from '../case.result.js';
import type { CaseState } from '../case.state.js';
import { findCheck } from '../check.find.js';
import { checkRequestId } from '../check-ids.js';
import { type CheckState, isDecided } from '../check.state.js';
import { outcome, riskScore } from '../check.types.js';
import { shareholdersFrom, shareholdersInput } from '../shareholder.js';
import { type ChildReservations, planChildren } from './plan-children.js';

/** The body of `POST /api/checks/{id}/decide/`; contract, section 6. */
export const decideCheckInput = z
  .object({
    outcome,
    risk_score: riskScore.nullish(),
    title: z.string().max(255).nullish(),
    note: z.string().max(10_000).nullish(),
    reasoning: z.array(z.string().max(10_000)).max(100).nullish(),
    shareholders: shareholdersInput.nullish(),
  })
  .meta({ id: 'DecideCheck', example: { outcome: 'ACCEPTED', risk_score: 0.1, note: 'No match.' } });

/** The body of `POST /api/checks/{id}/decide/`, checked. */
export type DecideCheckInput = z.output<typeof decideCheckInput>;

/** The command. */
export interface DecideCheckDecision {
  readonly checkId: number;
  readonly input: DecideCheckInput;
  /** The request that this answers, as `checkRequestId` has it: it counts only while the check waits for that. */
  readonly request?: string | undefined;
  /** Needed where shareholders may get cases of their own. */
  readonly reserved?: ChildReservations | undefined;
}

/**
 * Decides a check that waits for it, or decides one anew: a decision is the one thing that may still change a case
 * that is complete. The decision that stands already leads to no event. What an archived case came to stays. In a case that
 * is not started nothing is decided, not even a check that was skipped: shareholders get their cases when work has begun.
 */
export function decideDecideCheck({ checkId, input, request, reserved }: DecideCheckDecision, before: CaseState | undefined): readonly CaseEvent[] {
  const { state, check } = findCheck(before, checkId);
  if (state.started_at === null) throw conflict('check_not_started', 'The check is not started yet: start its case first.');
  const decision = {
    outcome: input.outcome,
    risk_score: input.risk_score ?? null,
    title: input.title ?? null,
    note: input.note ?? null,
    reasoning: input.reasoning ?? [],
    shareholders: shareholdersFrom(input.shareholders),
  };
  const standing = Object.entries(decision).every(([field, value]) =>
    isDeepStrictEqual(value, check[field as keyof typeof decision]),
  );
  if (isDecided(check) && standing) return [];
  if (state.archived) throw caseArchived();
  if (request !== undefined && !waitsFor(check, request)) {
    throw conflict('check_not_waiting', 'The check does not wait for this answer any more: it was decided, or asked for again.');
  }
  const decided: Extract<CaseEvent, { type: 'check-decided' }> = {
    type: 'check-decided',
    data: { customer_id: state.customer_id, check_id: checkId, ...decision },
  };
  return withCompletion(state, decided, planChildren(state, check, decision.shareholders, reserved));
}

const waitsFor = ({ id, status, requested_revision: revision }: CheckState, request: string): boolean =>
  status === 'DECIDING' && revision !== null && checkRequestId(id, revision) === request;
