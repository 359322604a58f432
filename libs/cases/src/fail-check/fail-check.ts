import { conflict } from '#event-sourcing';
import type { CaseEvent } from '../case.events.js';
import { withCompletion } from '../case.result.js';
import type { CaseState } from '../case.state.js';
import type { EndCheckDecision } from '../check-reason.input.js';
import { findCheck } from '../check.find.js';

/** Records that a check which was asked for could not be carried out; one that failed already stays so. */
export function decideFailCheck({ checkId, reason }: EndCheckDecision, before: CaseState | undefined): readonly CaseEvent[] {
  const { state, check } = findCheck(before, checkId);
  if (check.status === 'ERROR') return [];
  if (check.status === 'PENDING') throw conflict('check_not_started', 'The check is not started yet: start its case first.');
  if (check.status !== 'DECIDING') throw conflict('check_finished', 'The check has come to its end and cannot fail any more.');
  return withCompletion(state, {
    type: 'check-failed',
    data: { customer_id: state.customer_id, check_id: checkId, reason },
  });
}
