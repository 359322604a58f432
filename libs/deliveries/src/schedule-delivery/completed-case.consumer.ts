import { CASE_COMPLETED, fromMessage, type IntegrationEvent, type Message } from '#broker';
import { type Clock, type CommandContext, type CommandRunner } from '#event-sourcing';
import type { CompletedCases } from '../completed-cases.js';
import { deliveryId, deliveryStream } from '../delivery-id.js';
import { deliveryAggregate } from '../delivery.state.js';
import { planDeliveries } from './plan-deliveries.js';
import { scheduleDelivery } from './schedule-delivery.js';

export interface CompletedCaseConsumerSettings {
  readonly cases: CompletedCases;
  readonly runner: CommandRunner;
  /** The host that a Salesforce domain is reached at; undefined when no connection is configured for it. */
  readonly salesforceHost: (domain: string) => string | undefined;
  readonly clock: Clock;
}

/**
 * Handles the messages of the cases' topic: schedules the deliveries of each outcome. A message that comes again, or
 * again after a crash halfway, finds what is scheduled already and adds what is missing; only then may its offset move.
 */
export function completedCaseConsumer(settings: CompletedCaseConsumerSettings): (message: Message) => Promise<void> {
  const { cases, runner, salesforceHost, clock } = settings;
  return async (message) => {
    const event = fromMessage(message);
    if (event.type !== CASE_COMPLETED) return;
    const outcome = { caseId: Number(event.subject), caseRevision: event.sequence };
    const completed = await cases.at(event.org, outcome.caseId, outcome.caseRevision);
    // A case that was erased since then has nothing left to tell.
    if (completed === undefined) return;
    const deliveries = planDeliveries(outcome, completed, salesforceHost);
    await Promise.all(
      deliveries.map((delivery) => {
        const id = deliveryId({ org: event.org, ...delivery });
        const decide = scheduleDelivery.bind(undefined, delivery);
        return runner.run(deliveryAggregate, deliveryStream(event.org, id), decide, contextOf(event, id, clock.now()));
      }),
    );
  };
}

const contextOf = (event: IntegrationEvent, id: string, now: number): CommandContext => ({
  org: event.org,
  actor: 'system:deliveries',
  commandId: `schedule/${id}`,
  correlationId: event.correlationId,
  causationId: event.id,
  now,
});
