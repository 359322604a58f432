import { type Broker, runRelay } from '#broker';
import { caseAggregate, caseIntegrationEvents } from '#cases';
import type { EventStore, Logger } from '#event-sourcing';

/** Where everything goes that other services may know. */
export const EVENTS_TOPIC = 'casetrail.events';

/** Publishes what happens to cases until the signal is aborted. */
export async function runEventsRelay(store: EventStore, broker: Broker, logger: Logger, signal: AbortSignal): Promise<void> {
  await runRelay({
    store,
    broker,
    name: 'events',
    topic: EVENTS_TOPIC,
    categories: [caseAggregate.category],
    translate: caseIntegrationEvents,
    signal,
    logger,
  }).ended;
}
