import { invalidCommand, notFound } from '#event-sourcing';
import { booleanQuery } from '#http';
import { z } from 'zod';
import type { CaseEvent } from '../case.events.js';
import { isDual } from '../case.children.js';
import { completedEvent, isFinishedCase, resultOf } from '../case.result.js';
import { isStuck, rescueEvents, startEvents } from '../case.start.js';
import type { CaseState } from '../case.state.js';

const ALLOW_RESTART = { description: 'Whether a finished case is archived, and a new one made in its place.' };

/** The query of `POST /api/cases/{id}/start/`; contract, section 5. */
export const startCaseQuery = z.object({ allow_restart: booleanQuery().optional().meta(ALLOW_RESTART) });

/** The body of `POST /api/cases/{id}/start/`, which may be left out. What query or body allows is allowed. */
export const startCaseInput = z
  .object({ allow_restart: z.boolean().optional().meta(ALLOW_RESTART) })
  .meta({ id: 'StartCase', example: { allow_restart: true } })
  .nullish();

/** The body of `POST /api/cases/{id}/start/`, checked. */
export type StartCaseInput = z.output<typeof startCaseInput>;

/** What became of a request to start a case; contract, section 5. */
export type StartAction = 'started' | 'restarted' | 'rescued' | 'noop_already_running' | 'noop_already_started';

/** The code of the error that a case by a dual config has nothing to start with. */
export const NO_DOCUMENTS = 'no_documents';

/** The command. */
export interface StartCaseDecision {
  /** The id of the case that is to take the place of this one if it is finished; without one it stays as it is. */
  readonly successorId?: number | undefined;
  /** Milliseconds since the Unix epoch. */
  readonly now: number;
  /** Whether documents came to the case or its checks after it was made, which the case itself does not know. */
  readonly hasDocuments?: boolean;
}

/**
 * Starts a case that is not started, rescues one that got stuck, archives one that is finished, if that is allowed. Any
 * other stays as it is.
 */
export function decideStartCase({ successorId, now, hasDocuments = false }: StartCaseDecision, state: CaseState | undefined): readonly CaseEvent[] {
  if (!state) throw notFound('case');
  if (state.started_at === null) return begin(state, hasDocuments);
  if (state.completed_at === null) return isStuck(state, now) ? rescueEvents(state) : [];
  if (state.archived || successorId === undefined) return [];
  return [{ type: 'case-archived', data: { successor_id: successorId } }];
}

/** @throws DomainError when there is nothing to begin with: rule 1 of the contract. */
function begin(state: CaseState, hasDocuments: boolean): readonly CaseEvent[] {
  const { checks, customer_id } = state;
  if (isDual(state)) {
    const madeWithOne = [state, ...checks].some(({ document_ids }) => document_ids.length > 0);
    if (!madeWithOne && !hasDocuments) throw invalidCommand(NO_DOCUMENTS, 'A case by a dual config needs at least one document to be started.');
  } else if (checks.length === 0) {
    throw invalidCommand('no_checks', 'A case needs at least one check to be started.');
  }
  const waiting = checks.filter(({ status }) => status === 'PENDING');
  const started = startEvents(customer_id, waiting.map(({ id, check_type }) => ({ check_id: id, check_type })));
  return isFinishedCase(state) ? [...started, completedEvent(state, resultOf(state))] : started;
}

/** Which answer a request to start gets that made no new case: by what it led to, and by where the case stands. */
export function startAction(events: readonly CaseEvent[], state: CaseState): Exclude<StartAction, 'restarted'> {
  const [first] = events;
  if (first) return first.type === 'case-rescued' ? 'rescued' : 'started';
  return state.completed_at === null ? 'noop_already_running' : 'noop_already_started';
}
