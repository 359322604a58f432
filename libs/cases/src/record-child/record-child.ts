import type { CaseEvent } from '../case.events.js';
import { completedEvent, isFinishedCase, resultOf } from '../case.result.js';
import type { CaseState } from '../case.state.js';

/** A child of the case is complete. */
export interface RecordChildDecision {
  readonly childId: number;
}

/**
 * Records that a child is complete, and with the last one that the case is, if its checks have come to their end. What is
 * recorded already, and a case that is no child (the successor of one, say), leads to nothing.
 */
export function decideRecordChild({ childId }: RecordChildDecision, state: CaseState | undefined): readonly CaseEvent[] {
  const child = state?.children.find(({ case_id }) => case_id === childId);
  if (!state || !child || child.completed) return [];
  const recorded: CaseEvent = { type: 'child-case-completed', data: { case_id: childId } };
  const afterwards = { ...state, children: state.children.map((each) => (each === child ? { ...each, completed: true } : each)) };
  const completes = state.started_at !== null && state.completed_at === null && isFinishedCase(afterwards);
  return completes ? [recorded, completedEvent(state, resultOf(state))] : [recorded];
}
