import type { IntegrationEvent } from '#broker';
import type { Clock, CommandContext, CommandRunner } from '#event-sourcing';
import type { CompletedCases } from '../completed-cases.js';
import { deliveryId, deliveryStream } from '../delivery-id.js';
import type { DeliveryChannel } from '../delivery.channel.js';
import { deliveryAggregate } from '../delivery.state.js';
import { scheduleDelivery } from './schedule-delivery.js';

export interface ScheduleOutcomeSettings {
  readonly channel: Pick<DeliveryChannel, 'plan'>;
  readonly cases: CompletedCases;
  readonly runner: CommandRunner;
  readonly clock: Clock;
}

/**
 * Schedules the deliveries of a completed case's outcome over one channel. An outcome that comes again, or again after a
 * crash halfway, finds what is scheduled already and adds what is missing.
 */
export class OutcomeScheduler {
  constructor(private readonly settings: ScheduleOutcomeSettings) {}

  /** @param event of the type `CASE_COMPLETED`. */
  async schedule(event: IntegrationEvent): Promise<void> {
    const { channel, cases, runner, clock } = this.settings;
    const outcome = { caseId: Number(event.subject), caseRevision: event.sequence };
    const completed = await cases.at(event.org, outcome.caseId, outcome.caseRevision);
    // A case that was erased since then has nothing left to tell.
    if (completed === undefined) return;
    await Promise.all(
      channel.plan(outcome, completed).map((delivery) => {
        const id = deliveryId({ org: event.org, ...delivery });
        const decide = scheduleDelivery.bind(undefined, delivery);
        return runner.run(deliveryAggregate, deliveryStream(event.org, id), decide, contextOf(event, id, clock.now()));
      }),
    );
  }
}

const contextOf = (event: IntegrationEvent, id: string, now: number): CommandContext => ({
  org: event.org,
  actor: 'system:deliveries',
  commandId: `schedule/${id}`,
  correlationId: event.correlationId,
  causationId: event.id,
  now,
});
