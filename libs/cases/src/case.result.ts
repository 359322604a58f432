import type { CaseEvent } from './case.events.js';
import type { CaseState } from './case.state.js';
import { type CheckState, isDecided, isFinished } from './check.state.js';
import type { Outcome } from './check.types.js';

/** What a case has come to so far. */
export interface CaseResult {
  readonly outcome: Outcome | null;
  readonly risk_score: number | null;
}

/**
 * The rules of contract, section 5. REJECTED as soon as one check is; else PENDING as soon as one decided check is;
 * else ACCEPTED once all are decided. A skipped check is not asked for and does not hold the others up; a failed one
 * does: a case is never accepted while a check that somebody wanted could not be carried out.
 */
export function resultOf(checks: readonly CheckState[]): CaseResult {
  const decided = checks.filter(isDecided);
  const scores = decided.flatMap(({ risk_score }) => risk_score ?? []);
  return { outcome: outcomeOf(checks, decided), risk_score: scores.length === 0 ? null : Math.max(...scores) };
}

function outcomeOf(checks: readonly CheckState[], decided: readonly CheckState[]): Outcome | null {
  if (decided.some(({ outcome }) => outcome === 'REJECTED')) return 'REJECTED';
  if (decided.some(({ outcome }) => outcome === 'PENDING')) return 'PENDING';
  const wanted = checks.filter(({ status }) => status !== 'SKIPPED');
  return wanted.length > 0 && wanted.every(isDecided) ? 'ACCEPTED' : null;
}

/** Whether every check has come to its end. */
export const isFinishedCase = (checks: readonly CheckState[]): boolean => checks.length > 0 && checks.every(isFinished);

type CheckEvent = Extract<CaseEvent, { type: 'check-decided' | 'check-skipped' | 'check-failed' }>;

/**
 * A check's event together with what it leads to: the case is complete with the end of its last check, and a complete
 * case may change its outcome.
 */
export function withCompletion(state: CaseState, event: CheckEvent): readonly CaseEvent[] {
  const before = resultOf(state.checks);
  const checks = state.checks.map((check) =>
    check.id === event.data.check_id ? statusAfter(check, event) : check,
  );
  const after = resultOf(checks);
  if (state.started_at !== null && state.completed_at === null) {
    return isFinishedCase(checks) ? [event, { type: 'case-completed', data: after }] : [event];
  }
  const changed = before.outcome !== after.outcome;
  return state.completed_at !== null && changed ? [event, { type: 'case-outcome-changed', data: after }] : [event];
}

function statusAfter(check: CheckState, event: CheckEvent): CheckState {
  switch (event.type) {
    case 'check-decided':
      return { ...check, status: 'DECIDED', outcome: event.data.outcome, risk_score: event.data.risk_score };
    case 'check-skipped':
      return { ...check, status: 'SKIPPED' };
    case 'check-failed':
      return { ...check, status: 'ERROR' };
  }
}
