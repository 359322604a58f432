import { casesProjection, checksProjection } from '#cases';
import { customersProjection } from '#customers';
import { deliveriesProjection } from '#deliveries';
import { type EventStore, type Logger, type Projection, Projector } from '#event-sourcing';
import type { ReadStore } from '#read-store';

/** Every read model of the service. */
export const allProjections = [
  casesProjection,
  checksProjection,
  customersProjection,
  deliveriesProjection,
] as unknown as readonly Projection[];

/** Keeps every read model up to date until the signal is aborted. */
export async function runProjectors(events: EventStore, store: ReadStore, logger: Logger, signal: AbortSignal): Promise<void> {
  await Promise.all(allProjections.map((projection) => new Projector({ projection, events, store, logger }).run(signal)));
}
