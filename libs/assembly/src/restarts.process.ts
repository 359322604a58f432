import { archivedCase, openSuccessor } from '#cases';
import { ClosedStreamError, type CommandContext, type CommandRunner, type RecordedEvent } from '#event-sourcing';
import { processManager } from './process-manager.js';

/**
 * When a case was archived, its successor is made. Mostly the command that archived it has done so itself; when its
 * process died in between, this is what finishes it, also when the archived case was deleted in the meantime.
 */
export const finishRestarts = processManager({ name: 'process.restarts', filter: { types: ['case-archived'] }, react: finishRestart });

async function finishRestart(archived: RecordedEvent, runner: CommandRunner): Promise<void> {
  const { state } = await runner.read(archivedCase, archived.stream);
  if (state) await openSuccessor(runner, state, contextOf(archived)).catch(unlessDeleted);
}

/** The successor was there, made by another restart, and was deleted since. */
function unlessDeleted(error: unknown): void {
  if (!(error instanceof ClosedStreamError)) throw error;
}

/** That of the command that archived the case: it is the same command, and leads to the same events, to the byte. */
const contextOf = ({ metadata }: RecordedEvent): CommandContext => ({
  org: metadata.org,
  actor: metadata.actor,
  ...(metadata.on_behalf_of === undefined ? {} : { onBehalfOf: metadata.on_behalf_of }),
  commandId: metadata.command_id,
  correlationId: metadata.$correlationId,
  causationId: metadata.$causationId,
  now: Date.parse(metadata.occurred_at),
});
