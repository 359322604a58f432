import { caseAggregate, type CaseEvent, type CaseState, caseStream, decideRecordSubmission, decideRecordSync } from '#cases';
import { type Delivery, deliveryAggregate, deliveryCodec, type DeliveryEvent } from '#deliveries';
import { type CommandContext, type CommandRunner, type Recorded, type RecordedEvent, uuidV5 } from '#event-sourcing';
import { processManager } from './process-manager.js';

/** A delivery has come to its end. */
type Ended = Extract<DeliveryEvent, { type: 'delivery-succeeded' | 'delivery-abandoned' }>;

/**
 * When a delivery has come to its end, its case is told. The outcome was taken by somebody: the checks are SUBMITTED.
 * Another system did or did not get it: that stands on the case, with the reason. Both commands recognise their effect.
 */
export const noteThatOutcomesLeft = processManager({
  name: 'process.outcome-left',
  filter: { categories: [deliveryAggregate.category] },
  react: noteThatOutcomeLeft,
});

async function noteThatOutcomeLeft(event: RecordedEvent, runner: CommandRunner): Promise<void> {
  const ended = deliveryCodec.decode(event);
  if (ended.type === 'delivery-succeeded' || ended.type === 'delivery-abandoned') await tellCase(runner, ended);
}

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
