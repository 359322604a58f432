import { invalidCommand, notFound } from '#event-sourcing';
import type { CaseEvent } from '../case.events.js';
import { resultOf, isFinishedCase } from '../case.result.js';
import { startEvents } from '../case.start.js';
import type { CaseState } from '../case.state.js';

/** What became of a request to start a case; contract, section 5. */
export type StartAction = 'started' | 'noop_already_running' | 'noop_already_started';

/** Starts a case that is not started; one that is stays as it is. */
export function decideStartCase(state: CaseState | undefined): readonly CaseEvent[] {
  if (!state) throw notFound('case');
  if (state.checks.length === 0) throw invalidCommand('no_checks', 'A case needs at least one check to be started.');
  if (state.started_at !== null) return [];
  const waiting = state.checks.filter(({ status }) => status === 'PENDING');
  const started = startEvents(state.customer_id, waiting.map(({ id, check_type }) => ({ check_id: id, check_type })));
  return isFinishedCase(state.checks)
    ? [...started, { type: 'case-completed', data: resultOf(state.checks) }]
    : started;
}

/** Which of the answers a request to start gets: by whether it changed something, and by where the case stands. */
export function startAction(changed: boolean, state: CaseState): StartAction {
  if (changed) return 'started';
  return state.completed_at === null ? 'noop_already_running' : 'noop_already_started';
}
