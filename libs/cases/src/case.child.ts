import { type CaseConfig, blueprintOf } from '#configs';
import type { CommandContext, CommandRunner } from '#event-sourcing';
import { handedDown } from './case.assignee.js';
import type { ChildCase } from './case.children.js';
import type { CaseEvent } from './case.events.js';
import { startEvents } from './case.start.js';
import { caseAggregate, type CaseState, caseStream } from './case.state.js';
import { addedCheck } from './check.input.js';
import { generatedExternalId } from './external-id.js';
import { pinnedConfig } from './pinned-config.js';

/** A child that is to be there, with everything that was found out before. */
export interface OpenChild {
  readonly parent: CaseState;
  readonly child: ChildCase;
  /** The version of the config that the child is made by. */
  readonly config: CaseConfig;
  readonly customerId: number;
}

/**
 * Opens and starts the case of a shareholder: contract, section 8. It speaks to nobody of itself, neither by webhook nor in
 * other systems; its parent does. One that is there already stays as it is.
 */
export function decideOpenChild({ parent, child, config, customerId }: OpenChild, before: CaseState | undefined): readonly CaseEvent[] {
  if (before) return [];
  const blueprint = blueprintOf(config);
  const checks = blueprint.checks.map((check, index) => addedCheck(child.case_id, index, check));
  const created: CaseEvent = {
    type: 'case-created',
    data: {
      case_id: child.case_id,
      customer_id: customerId,
      external_id: generatedExternalId(parent.org, child.case_id),
      note: null,
      rfi: null,
      webhook_url: null,
      checks,
      document_ids: [],
      case_config: blueprint.slug,
      pinned_config: pinnedConfig(blueprint),
      parent_case_id: parent.id,
      assignee: null,
      metadata: null,
      sync_platforms: [],
      delete_after: parent.delete_after,
      api_version: parent.api_version,
    },
  };
  return [created, ...handedDown(parent), ...startEvents(customerId, checks)];
}

/**
 * Sees to it that a child is there, however often and by whomever it is asked to: its id stands in its parent, and a stream
 * has one beginning.
 *
 * @throws DomainError `unavailable` when the event store does not answer.
 */
export async function openChild(runner: CommandRunner, open: OpenChild, context: CommandContext): Promise<void> {
  await runner.run(caseAggregate, caseStream(open.parent.org, open.child.case_id), (before) => decideOpenChild(open, before), context);
}
