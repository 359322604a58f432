import { type Aggregate, type EventStore, fold, type Position, type ReadStreamOptions, streamName } from '#event-sourcing';
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
 * What was set at a moment of the log, by default now. Whoever serves a check is found out as of its request, so that a process
 * manager which sees the request again, however much later, comes to the same. Of the stream, which grows, only the end is read.
 *
 * @throws StoreUnavailableError
 */
export async function providersAt(store: EventStore, org: string, position?: Position): Promise<ProviderSettings> {
  for (let options: ReadStreamOptions = { direction: 'backwards', limit: 1 }; ; ) {
    const [event] = await store.readStream(providersStream(org), options);
    if (event === undefined) return noProviderSettings;
    if (position === undefined || event.position <= position) return fold(providersAggregate, [providersCodec.decode(event)]);
    if (event.revision === 0) return noProviderSettings;
    options = { ...options, from: event.revision - 1 };
  }
}
