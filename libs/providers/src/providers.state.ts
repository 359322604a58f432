import { type Aggregate, type EventStore, fold, type Position, streamName } from '#event-sourcing';
import { noProviderSettings, type ProviderSettings } from './provider.settings.js';
import { providersCodec, type ProvidersEvent } from './provider.events.js';

/** What an organization has set about its providers: each event replaces all of it. */
export const providersAggregate: Aggregate<ProviderSettings, ProvidersEvent> = {
  category: 'providers',
  codec: providersCodec,
  initialState: noProviderSettings,
  evolve: (_, event) => event.data,
};

/** The stream of an organization's providers: `providers-acme`. */
export const providersStream = (org: string): string => streamName(providersAggregate.category, org);

/**
 * What was set at a moment of the log. Whoever serves a check is found out as of its request, so that a process manager
 * which sees the request again, however much later, comes to the same.
 */
export async function providersAt(store: EventStore, org: string, position: Position): Promise<ProviderSettings> {
  const events = await store.readStream(providersStream(org));
  const until = events.filter((event) => event.position <= position);
  return fold(providersAggregate, until.map((event) => providersCodec.decode(event)));
}
