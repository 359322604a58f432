import { checkType, providerName } from '#check-types';
import { watchlistSlug } from '#watchlists';
import { z } from 'zod';
import { onMatch } from '../provider.settings.js';

const isHttpUrl = (value: string): boolean => {
  const url = URL.parse(value);
  return url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '' && url.hash === '';
};

const url = z.string().max(511).refine(isHttpUrl, { error: 'Enter an http or https URL without credentials.' });
/** Of an API, to whose paths something is added. */
const baseUrl = url
  .refine((text) => !text.includes('?'), { error: 'Enter the URL of the API, without a query.' })
  .transform((text) => text.replace(/\/+$/, ''));
const threshold = z.number().min(0.5).max(1);
/** Longer answers hold up nothing, but a process that ends waits no longer than 10 s for what is under way. */
const timeout_seconds = z.int().min(1).max(60).default(10);
/** With the pauses between them, ten attempts take four days. */
const attempts = z.int().min(1).max(10).default(6);
const DAY = 24 * 60 * 60;
const waiting = z.int().min(1).max(90 * DAY);

const manual = z.strictObject({ kind: z.literal('manual') });

const broker = z.strictObject({ kind: z.literal('broker'), timeout_seconds: waiting.nullable().default(null) });

const http = z.strictObject({
  kind: z.literal('http'),
  url,
  timeout_seconds,
  attempts,
  callback_seconds: waiting.default(DAY),
  /** Makes a new secret; requests are signed with the two before, too. */
  rotate_secret: z.boolean().default(false),
});

const watchlist = z.strictObject({
  kind: z.literal('watchlist'),
  watchlists: z.array(watchlistSlug).min(1).max(10),
  threshold: threshold.default(0.85),
  on_match: onMatch.default('PENDING'),
});

const yente = z.strictObject({
  kind: z.literal('yente'),
  url: baseUrl,
  dataset: z.string().regex(/^[a-zA-Z0-9_-]{1,100}$/).default('default'),
  threshold: threshold.default(0.7),
  on_match: onMatch.default('PENDING'),
  timeout_seconds,
  attempts,
  /** Never shown again. Left out it stays as it is, as long as the URL names the same server; null takes it away. */
  api_key: z.string().max(1_000).regex(/^[\x21-\x7e]+$/, { error: 'Enter the key: visible characters of ASCII, without spaces.' }).nullable().optional(),
});

const MAX_PROVIDERS = 100;

/** The body of `PUT /api/providers/`: all of it, in place of what was there. */
export const setProvidersInput = z
  .strictObject({
    providers: z
      .record(providerName, z.discriminatedUnion('kind', [manual, broker, http, watchlist, yente]))
      .refine((all) => Object.keys(all).length <= MAX_PROVIDERS, { error: `Ensure there are no more than ${MAX_PROVIDERS} providers.` }),
    check_types: z.partialRecord(checkType, providerName).default({}),
  })
  .meta({
    id: 'SetProviders',
    example: {
      providers: {
        screening: { kind: 'http', url: 'https://screening.internal.example/checks' },
        blacklist: { kind: 'watchlist', watchlists: ['blacklist'], on_match: 'REJECTED' },
      },
      check_types: { IDV: 'screening', BLACKLIST: 'blacklist' },
    },
  });

/** The body of `PUT /api/providers/`, checked. */
export type SetProvidersInput = z.output<typeof setProvidersInput>;
