import { countedOutcome } from '#configs';
import type { CaseEvent } from './case.events.js';
import type { CaseState } from './case.state.js';
import { type CheckState, isDecided, isFinished } from './check.state.js';
import type { Outcome } from './check.types.js';

/** What a case has come to so far. */
export interface CaseResult {
  readonly outcome: Outcome | null;
  readonly risk_score: number | null;
}

/** What the result of a case comes from: its own checks, not those of its children. */
type Decided = Pick<CaseState, 'checks' | 'decision' | 'pinned_config'>;

/**
 * The rules of contract, section 5. A decision on the case itself wins, its risk score where it names one. Without it the
 * checks decide: REJECTED as soon as one is; else PENDING as soon as one decided check is; else ACCEPTED once all are
 * decided. What the decision on a check counts for may depend on its score, by the rules of the config. A check that is left
 * out does not hold the others up; any other check without a decision does: a case is never accepted by its checks while
 * one that somebody wanted could not be carried out.
 */
export function resultOf({ checks, decision, pinned_config }: Decided): CaseResult {
  const decided = checks.filter(isDecided);
  const scores = decided.flatMap(({ risk_score }) => risk_score ?? []);
  const outcomes = decided.flatMap(({ outcome, risk_score }) =>
    outcome === null ? [] : countedOutcome({ outcome, risk_score }, pinned_config?.outcome_rules ?? null),
  );
  return {
    outcome: decision?.outcome ?? outcomeOf(checks, outcomes),
    risk_score: decision?.risk_score ?? (scores.length === 0 ? null : Math.max(...scores)),
  };
}

function outcomeOf(checks: readonly CheckState[], outcomes: readonly Outcome[]): Outcome | null {
  if (outcomes.includes('REJECTED')) return 'REJECTED';
  if (outcomes.includes('PENDING')) return 'PENDING';
  const wanted = checks.filter((check) => !isLeftOut(check));
  return wanted.length > 0 && wanted.every(isDecided) ? 'ACCEPTED' : null;
}

/** Skipped, unless its config requires it; failed, if its config says that it is not required. */
const isLeftOut = ({ status, required }: CheckState): boolean =>
  (status === 'SKIPPED' && required !== true) || (status === 'ERROR' && required === false);

/** Whether every check has come to its end, and every child case. */
export const isFinishedCase = ({ checks, children }: Pick<CaseState, 'checks' | 'children'>): boolean =>
  checks.length > 0 && checks.every(isFinished) && children.every(({ completed }) => completed);

/** A case is complete; a child's event says whose child it is. */
export const completedEvent = ({ parent_case_id }: Pick<CaseState, 'parent_case_id'>, result: CaseResult): CaseEvent => ({
  type: 'case-completed',
  data: { ...result, parent_case_id },
});

type DecidingEvent = Extract<CaseEvent, { type: 'check-decided' | 'check-skipped' | 'check-failed' | 'case-decided' }>;
type ChildrenPlanned = Extract<CaseEvent, { type: 'child-cases-planned' }>;

/**
 * An event that may change a case's result together with what it leads to: the case is complete with the end of its last
 * check, and a complete case may change its outcome.
 *
 * @param planned children that the decision leads to, which the case then waits for.
 */
export function withCompletion(state: CaseState, event: DecidingEvent, planned?: ChildrenPlanned): readonly CaseEvent[] {
  const next = { ...state, ...decidedAfter(state, event) };
  const after = resultOf(next);
  const events = planned ? [event, planned] : [event];
  if (state.started_at !== null && state.completed_at === null) {
    return planned === undefined && isFinishedCase(next) ? [...events, completedEvent(state, after)] : events;
  }
  const changed = resultOf(state).outcome !== after.outcome;
  return state.completed_at !== null && changed ? [...events, { type: 'case-outcome-changed', data: after }] : events;
}

function decidedAfter({ checks, decision }: CaseState, event: DecidingEvent): Pick<CaseState, 'checks' | 'decision'> {
  if (event.type === 'case-decided') return { checks, decision: event.data };
  return { decision, checks: checks.map((check) => (check.id === event.data.check_id ? statusAfter(check, event) : check)) };
}

function statusAfter(check: CheckState, event: Exclude<DecidingEvent, { type: 'case-decided' }>): CheckState {
  switch (event.type) {
    case 'check-decided':
      return { ...check, status: 'DECIDED', outcome: event.data.outcome, risk_score: event.data.risk_score };
    case 'check-skipped':
      return { ...check, status: 'SKIPPED' };
    case 'check-failed':
      return { ...check, status: 'ERROR' };
  }
}
