import { dueAfter } from '#customers';
import type { CaseEvent } from '../case.events.js';
import type { CaseState } from '../case.state.js';
import type { CheckState } from '../check.state.js';

/** The command. */
export interface DeleteChecksDecision {
  /** Milliseconds since the Unix epoch. */
  readonly now: number;
}

/**
 * From when on a check may be kept no longer: milliseconds since the Unix epoch, Infinity for never. It counts from when the check
 * came to its end, the last time if it was decided anew; as long as its case is not complete it is kept.
 */
export const checkDueAt = (
  { delete_after, finished_at }: Pick<CheckState, 'delete_after' | 'finished_at'>,
  { completed_at }: Pick<CaseState, 'completed_at'>,
): number => (completed_at === null || finished_at === null ? Infinity : Math.max(dueAfter(finished_at, delete_after), Date.parse(completed_at)));

/** Deletes those checks of a complete case that were kept for as long as they may be. */
export function decideDeleteChecks({ now }: DeleteChecksDecision, state: CaseState | undefined): readonly CaseEvent[] {
  if (!state) return [];
  return state.checks
    .filter((check) => check.deleted_at === null && now >= checkDueAt(check, state))
    .map(({ id }) => ({ type: 'check-deleted', data: { check_id: id } }));
}
