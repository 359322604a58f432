import type { CaseEvent } from './case.events.js';
import type { CaseState } from './case.state.js';
import { type CheckState, isDecided, isFinished } from './check.state.js';
import type { Outcome } from './check.types.js';

/** What a case has come to so far. */
export interface CaseResult {
  readonly outcome: Outcome | null;
  readonly risk_score: number | null;
}

/** What of a case its result is made of. */
type Decided = Pick<CaseState, 'checks' | 'decision'>;

/**
 * The rules of contract, section 5. A decision on the case itself wins, its risk score where it names one. Without it the
 * checks decide: REJECTED as soon as one is; else PENDING as soon as one decided check is; else ACCEPTED once all are
 * decided. A skipped check is not asked for and does not hold the others up; a failed one does: a case is never accepted
 * by its checks while one that somebody wanted could not be carried out.
 */
export function resultOf({ checks, decision }: Decided): CaseResult {
  const decided = checks.filter(isDecided);
  const scores = decided.flatMap(({ risk_score }) => risk_score ?? []);
  return {
    outcome: decision?.outcome ?? outcomeOf(checks, decided),
    risk_score: decision?.risk_score ?? (scores.length === 0 ? null : Math.max(...scores)),
  };
}

function outcomeOf(checks: readonly CheckState[], decided: readonly CheckState[]): Outcome | null {
  if (decided.some(({ outcome }) => outcome === 'REJECTED')) return 'REJECTED';
  if (decided.some(({ outcome }) => outcome === 'PENDING')) return 'PENDING';
  const wanted = checks.filter(({ status }) => status !== 'SKIPPED');
  return wanted.length > 0 && wanted.every(isDecided) ? 'ACCEPTED' : null;
}

/** Whether every check has come to its end. */
export const isFinishedCase = (checks: readonly CheckState[]): boolean => checks.length > 0 && checks.every(isFinished);

type DecidingEvent = Extract<CaseEvent, { type: 'check-decided' | 'check-skipped' | 'check-failed' | 'case-decided' }>;

/**
 * An event that may change a case's result together with what it leads to: the case is complete with the end of its last
 * check, and a complete case may change its outcome.
 */
export function withCompletion(state: CaseState, event: DecidingEvent): readonly CaseEvent[] {
  const next = decidedAfter(state, event);
  const after = resultOf(next);
  if (state.started_at !== null && state.completed_at === null) {
    return isFinishedCase(next.checks) ? [event, { type: 'case-completed', data: after }] : [event];
  }
  const changed = resultOf(state).outcome !== after.outcome;
  return state.completed_at !== null && changed ? [event, { type: 'case-outcome-changed', data: after }] : [event];
}

function decidedAfter({ checks, decision }: CaseState, event: DecidingEvent): Decided {
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
