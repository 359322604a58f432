import { defineEvent, eventCodec, type EventOfCodec } from '#event-sourcing';
import { providerSettings } from './provider.settings.js';

/** The organization said anew who carries out its checks; checks that are requested from now on go by it. */
export const providersSet = defineEvent('providers-set', providerSettings);

/** Every event of the stream of an organization's providers. */
export const providersCodec = eventCodec([providersSet]);

/** An event of the stream of an organization's providers. */
export type ProvidersEvent = EventOfCodec<typeof providersCodec>;
