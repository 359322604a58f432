import { type CaseEvent, type CaseState, type ChildReservations, decideDecideCheck, decideFailCheck } from '#cases';
import { DomainError } from '#event-sourcing';
import type { CheckRunEvent } from '../check-run.events.js';
import type { CheckRun, CheckRunState } from '../check-run.state.js';

/** What became of a check because of a run. */
export type SettlementEffect = Extract<CheckRunEvent, { type: 'check-run-closed' }>['data']['effect'];

/**
 * Whether a check still waits for the answer of this run: nobody has decided it meanwhile, and it was not requested anew
 * since, which is another run.
 */
export const waitsFor = ({ checkId, requestRevision }: CheckRun, state: CaseState | undefined): boolean =>
  state?.archived === false &&
  state.checks.some((check) => check.id === checkId && check.status === 'DECIDING' && check.requested_revision === requestRevision);

/**
 * What a run that has come to its end means for its case: the check is decided, or it failed. Whatever was decided about the
 * check meanwhile stands.
 *
 * @param reserved for the children that the decision may lead to.
 */
export function settleCheck(end: CheckRunState, before: CaseState | undefined, reserved?: ChildReservations): readonly CaseEvent[] {
  if (!waitsFor(end.run, before)) return [];
  const { checkId, provider } = end.run;
  const fail = (reason: string): readonly CaseEvent[] => decideFailCheck({ checkId, reason: `Provider ${provider}: ${reason}.` }, before);
  if (end.status === 'abandoned') return fail(end.reason);
  if (end.status !== 'answered') return [];
  try {
    return decideDecideCheck({ checkId, input: end.decision, reserved }, before);
  } catch (error) {
    // A decision that the case refuses, such as one that names too many shareholders, would be refused again.
    if (error instanceof DomainError) return fail(error.code);
    throw error;
  }
}

/** Puts on record what became of it: the last thing that happens to a run. */
export const closeRun = (effect: SettlementEffect, state: CheckRunState | undefined): readonly CheckRunEvent[] =>
  state === undefined || state.status === 'closed' ? [] : [{ type: 'check-run-closed', data: { effect } }];
