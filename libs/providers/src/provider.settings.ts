import { type CheckType, providerName } from '#check-types';
import { z } from 'zod';

/** A secret as an event keeps it. */
const sealedSecret = z.object({ secret_id: z.guid(), sealed: z.string() });

/** What a match on a list comes to: somebody has to look at it, or it is refused at once. */
export const onMatch = z.enum(['PENDING', 'REJECTED']);

const seconds = z.int().positive();
const attempts = z.int().positive();
/** The lowest score of a match. */
const threshold = z.number().min(0).max(1);

const manual = z.object({ kind: z.literal('manual') });

const broker = z.object({
  kind: z.literal('broker'),
  /** How long an answer may take; null for as long as it takes. */
  timeout_seconds: seconds.nullable(),
});

const http = z.object({
  kind: z.literal('http'),
  url: z.string(),
  timeout_seconds: seconds,
  attempts,
  /** How long the callback of a request that was answered 202 may take. */
  callback_seconds: seconds,
  /** The newest first; requests are signed with all of them. */
  secrets: z.array(sealedSecret),
});

const watchlist = z.object({ kind: z.literal('watchlist'), watchlists: z.array(z.string()), threshold, on_match: onMatch });

const yente = z.object({
  kind: z.literal('yente'),
  /** Without a slash at its end. */
  url: z.string(),
  dataset: z.string(),
  threshold,
  on_match: onMatch,
  timeout_seconds: seconds,
  attempts,
  api_key: sealedSecret.nullable(),
});

/** How an organization's checks can be carried out, as it is stored. */
export const provider = z.discriminatedUnion('kind', [manual, broker, http, watchlist, yente]);

/** Everything that an organization has set about its providers, as it is stored. */
export const providerSettings = z.object({
  /** By name. */
  providers: z.record(providerName, provider),
  /** The name of the provider for each type of check; the others are decided by hand. */
  check_types: z.record(z.string(), providerName),
});

export type Provider = z.output<typeof provider>;
export type ProviderKind = Provider['kind'];
export type ProviderOf<Kind extends ProviderKind> = Extract<Provider, { kind: Kind }>;
export type ProviderSettings = z.output<typeof providerSettings>;
export type SealedSecret = z.output<typeof sealedSecret>;

/** The providers that every organization has, without setting anything. */
export const BUILT_IN: Readonly<Record<'manual' | 'broker', Provider>> = {
  manual: { kind: 'manual' },
  broker: { kind: 'broker', timeout_seconds: null },
};

/** What an organization has that never set anything. */
export const noProviderSettings: ProviderSettings = { providers: {}, check_types: {} };

/** The provider of this name; undefined when there is none. */
export function providerOf(settings: ProviderSettings, name: string): Provider | undefined {
  if (Object.hasOwn(BUILT_IN, name)) return BUILT_IN[name as keyof typeof BUILT_IN];
  return Object.hasOwn(settings.providers, name) ? settings.providers[name] : undefined;
}

/** Which provider serves a check: the one that the check itself names, else that of its type, else a person. */
export const providerNameFor = (settings: ProviderSettings, check: { readonly provider: string | null; readonly check_type: CheckType | null }): string =>
  check.provider ?? (check.check_type === null ? undefined : settings.check_types[check.check_type]) ?? 'manual';

/** The types of checks that a kind of provider knows how to carry out; undefined for all. */
const SERVED: Readonly<Partial<Record<ProviderKind, readonly CheckType[]>>> = {
  watchlist: ['BLACKLIST', 'NAME_CHECK'],
  yente: ['SANCTION', 'PEP'],
};

/** Whether a kind of provider knows what a type of check is about: "found on no list" must not accept a bank statement. */
export const serves = (kind: ProviderKind, checkType: CheckType | null): boolean => {
  const served = SERVED[kind];
  return served === undefined || (checkType !== null && served.includes(checkType));
};
