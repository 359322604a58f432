import { caseAggregate, type CaseEvent, type CaseState, caseStream, decideRecordSubmission, decideRecordSync } from '#cases';
import { type Delivery, deliveryAggregate, deliveryCodec, type DeliveryEvent } from '#deliveries';
import { type CommandContext, CommandRunner, type Recorded, runSubscription, uuidV5 } from '#event-sourcing';
import type { BackgroundPart } from './background-part.js';
import { registerCheckpoint } from './register-checkpoint.js';

/** A delivery has come to its end. */
type Ended = Extract<DeliveryEvent, { type: 'delivery-succeeded' | 'delivery-abandoned' }>;

/**
 * Process manager: when a delivery has come to its end, its case is told. The outcome was taken by somebody: the checks
 * are SUBMITTED. Another system did or did not get it: that stands on the case, with the reason. Both commands recognise
 * their effect, so events that come again change nothing.
 */
export const noteThatOutcomesLeft: BackgroundPart = async ({ platform: { logger }, stores: { eventStore, readStore }, oneAtATime }) => {
  const name = 'process.outcome-left';
  const runner = new CommandRunner(eventStore);
  await oneAtATime(name, async ({ signal }) => {
    await runSubscription({
      name,
      store: eventStore,
      filter: { categories: [deliveryAggregate.category] },
      checkpoint: registerCheckpoint(readStore, name),
      handle: async ({ events }) => {
        for (const event of events) {
          const ended = deliveryCodec.decode(event);
          if (ended.type === 'delivery-succeeded' || ended.type === 'delivery-abandoned') await tellCase(runner, ended);
        }
      },
      signal,
      logger,
    }).ended;
  });
};

async function tellCase(runner: CommandRunner, ended: Recorded<Ended>): Promise<void> {
  const { state } = await runner.read(deliveryAggregate, ended.stream);
  if (!state) return;
  const { org, caseId } = state.delivery;
  const decide = (before: CaseState | undefined): readonly CaseEvent[] => tellings(ended, state.delivery, before);
  await runner.run(caseAggregate, caseStream(org, caseId), decide, contextOf(ended));
}

function tellings(ended: Ended, { caseRevision, platform }: Delivery, before: CaseState | undefined): readonly CaseEvent[] {
  const synced = ended.type === 'delivery-succeeded';
  const reason = ended.type === 'delivery-abandoned' ? ended.data.reason : null;
  return [
    ...(platform ? decideRecordSync({ ...platform, case_revision: caseRevision, synced, reason }, before) : []),
    ...(synced ? decideRecordSubmission({ caseRevision }, before) : []),
  ];
}

const contextOf = ({ id, metadata }: Recorded<Ended>): CommandContext => ({
  org: metadata.org,
  actor: 'system:processes',
  commandId: uuidV5(`outcome-left/${id}`),
  correlationId: metadata.$correlationId,
  causationId: id,
  now: Date.parse(metadata.occurred_at),
});
