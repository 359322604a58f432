import type { CaseEvent } from '../case.events.js';
import type { CaseState } from '../case.state.js';
import { isDecided } from '../check.state.js';

/** The outcome as of a revision of the case was taken by its receiver. */
export interface RecordSubmissionDecision {
  readonly caseRevision: number;
}

/**
 * Records that the outcome left the service, unless that is recorded already, or a later decision has made the checks
 * differ from what was told.
 */
export function decideRecordSubmission(
  { caseRevision }: RecordSubmissionDecision,
  state: CaseState | undefined,
): readonly CaseEvent[] {
  if (state?.result_revision !== caseRevision) return [];
  const untold = state.checks.some((check) => isDecided(check) && check.status !== 'SUBMITTED');
  return untold ? [{ type: 'outcome-submitted', data: { case_revision: caseRevision } }] : [];
}
