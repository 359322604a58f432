import { caseAggregate, caseCodec, type CaseState, caseStream, decideRecordChild } from '#cases';
import { type CommandContext, type CommandRunner, parseStreamName, type RecordedEvent, uuidV5 } from '#event-sourcing';
import { processManager } from './process-manager.js';

/** When a child case is complete, its parent is told, which may be complete with it. What it knows already it is told in vain. */
export const tellParents = processManager({ name: 'process.child-completions', filter: { types: ['case-completed'] }, react: tellParent });

async function tellParent(event: RecordedEvent, runner: CommandRunner): Promise<void> {
  const completed = caseCodec.decode(event);
  if (completed.type !== 'case-completed' || completed.data.parent_case_id === null) return;
  const { org, id } = parseStreamName(completed.stream);
  const decide = (before: CaseState | undefined) => decideRecordChild({ childId: Number(id) }, before);
  await runner.run(caseAggregate, caseStream(org, completed.data.parent_case_id), decide, contextOf(event));
}

const contextOf = ({ id, metadata }: RecordedEvent): CommandContext => ({
  org: metadata.org,
  actor: 'system:processes',
  commandId: uuidV5(`child-completed/${id}`),
  correlationId: metadata.$correlationId,
  causationId: id,
  now: Date.parse(metadata.occurred_at),
});
