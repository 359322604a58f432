import type { Aggregate, CommandContext, CommandRunner } from '#event-sourcing';
import { handedDown } from './case.assignee.js';
import type { CaseEvent } from './case.events.js';
import { startEvents } from './case.start.js';
import { caseAggregate, type CaseState, caseStream, evolveCase } from './case.state.js';
import { addedCheck } from './check.input.js';

/**
 * An archived case as it last was, even if it has been deleted since: somebody was promised its successor. To read, never to
 * decide upon.
 */
export const archivedCase: Aggregate<CaseState | undefined, CaseEvent> = {
  ...caseAggregate,
  evolve: (state, event) => (event.type === 'case-deleted' ? state : evolveCase(state, event)),
};

/**
 * Opens and starts the case that takes the place of an archived one: of the same customer, with the same key and
 * settings, and with every check of the old case anew. One that is there already stays as it is.
 */
export function decideOpenSuccessor(archived: CaseState, before: CaseState | undefined): readonly CaseEvent[] {
  if (before) return [];
  const { customer_id, external_id, webhook_url, case_config, pinned_config, document_ids, parent_case_id, metadata, sync_platforms, delete_after, api_version } = archived;
  const case_id = successorOf(archived);
  const checks = archived.checks.map((check, index) => addedCheck(case_id, index, { ...check, document_ids: [...check.document_ids] }));
  const created: CaseEvent = {
    type: 'case-created',
    data: {
      case_id,
      customer_id,
      external_id,
      note: null,
      rfi: null,
      webhook_url,
      checks,
      document_ids: [...document_ids],
      case_config,
      pinned_config,
      parent_case_id,
      assignee: null,
      metadata,
      sync_platforms,
      delete_after,
      api_version,
    },
  };
  return [created, ...handedDown(archived), ...startEvents(customer_id, checks)];
}

/**
 * Sees to it that the successor of an archived case is there, however often and by whomever it is asked to: the id stands
 * in the archived case, and a stream has one beginning.
 *
 * @param archived the old case, as it is since it was archived.
 * @returns the successor right after the command; as it is now, when another one made it.
 * @throws DomainError `unavailable` when the event store does not answer.
 */
export async function openSuccessor(runner: CommandRunner, archived: CaseState, context: CommandContext): Promise<CaseState> {
  const stream = caseStream(archived.org, successorOf(archived));
  const { state } = await runner.run(caseAggregate, stream, (before) => decideOpenSuccessor(archived, before), context);
  if (!state) throw new Error(`Stream ${stream} has no case after it was made.`);
  return state;
}

function successorOf({ org, id, successor_id }: CaseState): number {
  if (successor_id === null) throw new Error(`Case ${org}.${id} is not archived.`);
  return successor_id;
}
