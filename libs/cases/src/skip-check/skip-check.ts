import { conflict } from '#event-sourcing';
import type { CaseEvent } from '../case.events.js';
import { withCompletion } from '../case.result.js';
import type { CaseState } from '../case.state.js';
import type { EndCheckDecision } from '../check-reason.input.js';
import { findCheck } from '../check.find.js';
import { isFinished } from '../check.state.js';

/** Leaves a check out that has not come to its end; one that was left out already stays so. */
export function decideSkipCheck({ checkId, reason }: EndCheckDecision, before: CaseState | undefined): readonly CaseEvent[] {
  const { state, check } = findCheck(before, checkId);
  if (check.status === 'SKIPPED') return [];
  if (isFinished(check)) throw conflict('check_finished', 'The check has come to its end and cannot be skipped.');
  return withCompletion(state, {
    type: 'check-skipped',
    data: { customer_id: state.customer_id, check_id: checkId, reason },
  });
}
