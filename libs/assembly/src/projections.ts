import { casesProjection, checksProjection } from '#cases';
import { configsProjection } from '#configs';
import { customersProjection } from '#customers';
import { deliveriesProjection } from '#deliveries';
import { documentsProjection } from '#documents';
import { type Projection, Projector } from '#event-sourcing';
import { checkRunsProjection } from '#providers';
import { retentionProjection } from '#retention';
import type { BackgroundPart } from './background-part.js';

/** Every read model of the service. */
export const allProjections = [
  casesProjection,
  checksProjection,
  configsProjection,
  customersProjection,
  documentsProjection,
  deliveriesProjection,
  checkRunsProjection,
  retentionProjection,
] as unknown as readonly Projection[];

/** Keeps every read model up to date. */
export const project: BackgroundPart = async ({ platform: { logger }, stores: { eventStore, readStore }, oneAtATime }) => {
  await oneAtATime('projector', async ({ signal, token }) => {
    const turn = { events: eventStore, store: readStore, logger, ...(token === undefined ? {} : { token }) };
    await Promise.all(allProjections.map((projection) => new Projector({ projection, ...turn }).run(signal)));
  });
};
