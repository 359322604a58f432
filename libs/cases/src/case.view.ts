import type { CustomerCard } from '#customers';
import { type CaseResult, resultOf } from './case.result.js';
import type { CaseState } from './case.state.js';
import type { CheckState } from './check.state.js';

/** Progress of a case in one word. */
export type CaseStatus = 'PENDING' | 'PROCESSING' | 'COMPLETED' | 'ERROR';

/**
 * The canonical document of a case: its state, what is derived from it, and its customer. The read model stores it, the
 * API answers from it, and because it holds the whole state, further events can be applied to it.
 */
export interface CaseDocument extends CaseState, CaseResult {
  readonly customer: CustomerCard | null;
  readonly is_complete: boolean;
  readonly failed: boolean;
  readonly status: CaseStatus;
  /**
   * Whether what it shows of its customer changed after the case's own last event: its revision alone then does not tell
   * this document from an older one. Undefined where that is not known.
   */
  readonly customer_is_newer?: boolean;
}

/** The checks that the case shows: all but those that were deleted. */
export const shownChecks = ({ checks }: Pick<CaseState, 'checks'>): readonly CheckState[] => checks.filter(({ deleted_at }) => deleted_at === null);

/** Completes a state to the document; derived fields that are there already are derived anew. */
export function caseView(state: CaseState, customer: CustomerCard | null): CaseDocument {
  const is_complete = state.completed_at !== null;
  const failed = state.checks.some(({ status }) => status === 'ERROR');
  return { ...state, ...resultOf(state), customer, is_complete, failed, status: statusOf(state, is_complete, failed) };
}

function statusOf(state: CaseState, isComplete: boolean, failed: boolean): CaseStatus {
  if (isComplete) return failed ? 'ERROR' : 'COMPLETED';
  return state.started_at === null ? 'PENDING' : 'PROCESSING';
}
