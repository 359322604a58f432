import { dueAfter } from '#customers';
import type { CaseEvent } from '../case.events.js';
import type { CaseState } from '../case.state.js';

/** The command. */
export interface DeleteCaseDecision {
  /** Milliseconds since the Unix epoch. */
  readonly now: number;
}

/**
 * From when on a case may be kept no longer: milliseconds since the Unix epoch, Infinity for never. It counts from when the case
 * was completed; one that is not complete is kept.
 */
export const caseDueAt = ({ completed_at, delete_after }: Pick<CaseState, 'completed_at' | 'delete_after'>): number =>
  completed_at === null ? Infinity : dueAfter(completed_at, delete_after);

/** Ends a case that was kept for as long as it may be. Any other stays. */
export function decideDeleteCase({ now }: DeleteCaseDecision, state: CaseState | undefined): readonly CaseEvent[] {
  if (!state || now < caseDueAt(state)) return [];
  return [{ type: 'case-deleted', data: { customer_id: state.customer_id, successor_id: state.successor_id } }];
}
