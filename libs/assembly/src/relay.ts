import { type IntegrationEvent, runRelay } from '#broker';
import { caseAggregate, caseIntegrationEvents, caseMessages } from '#cases';
import { customerAggregate, customerIntegrationEvents, customerMessages } from '#customers';
import { categoryOf, type RecordedEvent } from '#event-sourcing';
import type { BackgroundPart } from './background-part.js';

/** Where everything goes that other services may know. */
export const EVENTS_TOPIC = 'casetrail.events';

/** The types of everything that goes there. */
export const EVENT_TYPES: readonly string[] = [...caseMessages, ...customerMessages].map(({ type }) => type);

/** What the events of each category of streams tell the world. */
const translations: ReadonlyMap<string, (event: RecordedEvent) => readonly IntegrationEvent[]> = new Map([
  [caseAggregate.category, caseIntegrationEvents],
  [customerAggregate.category, customerIntegrationEvents],
]);

/** What an event of the log tells other services. Pure. */
export const integrationEventsOf = (event: RecordedEvent): readonly IntegrationEvent[] =>
  translations.get(categoryOf(event.stream))?.(event) ?? [];

/** Publishes what happens to cases and customers. */
export const relayEvents: BackgroundPart = async ({ platform: { logger }, stores: { eventStore }, broker, oneAtATime }) => {
  await oneAtATime('relay', async ({ signal }) => {
    await runRelay({
      store: eventStore,
      broker,
      name: 'events',
      topic: EVENTS_TOPIC,
      categories: [...translations.keys()],
      translate: integrationEventsOf,
      signal,
      logger,
    }).ended;
  });
};
