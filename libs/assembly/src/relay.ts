import { type Broker, type IntegrationEvent, runRelay } from '#broker';
import { caseAggregate, caseIntegrationEvents } from '#cases';
import { customerAggregate, customerIntegrationEvents } from '#customers';
import { categoryOf, type EventStore, type Logger, type RecordedEvent } from '#event-sourcing';

/** Where everything goes that other services may know. */
export const EVENTS_TOPIC = 'casetrail.events';

/** What the events of each category of streams tell the world. */
const translations: ReadonlyMap<string, (event: RecordedEvent) => readonly IntegrationEvent[]> = new Map([
  [caseAggregate.category, caseIntegrationEvents],
  [customerAggregate.category, customerIntegrationEvents],
]);

/** Publishes what happens to cases and customers until the signal is aborted. */
export async function runEventsRelay(store: EventStore, broker: Broker, logger: Logger, signal: AbortSignal): Promise<void> {
  await runRelay({
    store,
    broker,
    name: 'events',
    topic: EVENTS_TOPIC,
    categories: [...translations.keys()],
    translate: (event) => translations.get(categoryOf(event.stream))?.(event) ?? [],
    signal,
    logger,
  }).ended;
}
