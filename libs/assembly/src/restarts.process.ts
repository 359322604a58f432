import { caseAggregate, openSuccessor } from '#cases';
import { type CommandContext, CommandRunner, type RecordedEvent, runSubscription } from '#event-sourcing';
import type { BackgroundPart } from './background-part.js';
import { registerCheckpoint } from './register-checkpoint.js';

/**
 * Process manager: when a case was archived, its successor is made. Mostly the command that archived it has done so
 * itself; when its process died in between, this is what finishes it.
 */
export const finishRestarts: BackgroundPart = async ({ platform: { logger }, stores: { eventStore, readStore }, oneAtATime }) => {
  const name = 'process.restarts';
  const runner = new CommandRunner(eventStore);
  await oneAtATime(name, async ({ signal }) => {
    await runSubscription({
      name,
      store: eventStore,
      filter: { types: ['case-archived'] },
      checkpoint: registerCheckpoint(readStore, name),
      handle: async ({ events }) => {
        for (const event of events) await finishRestart(runner, event);
      },
      signal,
      logger,
    }).ended;
  });
};

async function finishRestart(runner: CommandRunner, archived: RecordedEvent): Promise<void> {
  const { state } = await runner.read(caseAggregate, archived.stream);
  if (state) await openSuccessor(runner, state, contextOf(archived));
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
