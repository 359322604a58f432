import { providerName } from '#check-types';
import { z } from 'zod';
import { provider, type Provider, type ProviderSettings } from './provider.settings.js';

const [manual, broker, http, watchlist, yente] = provider.options;

const shownProvider = z.discriminatedUnion('kind', [
  manual,
  broker,
  http.omit({ secrets: true }),
  watchlist,
  yente.omit({ api_key: true }).extend({ has_api_key: z.boolean() }),
]);

const shape = { providers: z.record(providerName, shownProvider), check_types: z.record(z.string(), providerName) };

/** What an organization has set about its providers, as the API shows it: all but the secrets. */
export const providersSchema = z.object(shape).meta({ id: 'Providers' });

/** The same, with the secrets that were just made. */
export const providersSetSchema = z
  .object({ ...shape, secrets: z.record(providerName, z.string()).meta({ description: 'Secrets that were made just now, by provider; shown this once.' }) })
  .meta({ id: 'ProvidersSet' });

/** What an organization has set about its providers, as the API shows it. */
export type ProvidersView = z.output<typeof providersSchema>;

/** Everything that may be shown. */
export const presentProviders = ({ providers, check_types }: ProviderSettings): ProvidersView => ({
  providers: Object.fromEntries(Object.entries(providers).map(([name, one]) => [name, present(one)])),
  check_types,
});

function present(one: Provider): z.output<typeof shownProvider> {
  switch (one.kind) {
    case 'http': {
      const { secrets: _, ...shown } = one;
      return shown;
    }
    case 'yente': {
      const { api_key, ...shown } = one;
      return { ...shown, has_api_key: api_key !== null };
    }
    case 'manual':
    case 'broker':
    case 'watchlist':
      return one;
  }
}
