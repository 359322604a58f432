import type { CheckType } from '#check-types';
import { DomainError, type FieldError } from '#event-sourcing';
import { isDeepStrictEqual } from 'node:util';
import type { ProvidersEvent } from '../provider.events.js';
import { BUILT_IN, type Provider, type ProviderOf, providerOf, type ProviderSettings, type SealedSecret, serves } from '../provider.settings.js';
import type { SetProvidersInput } from './set-providers.input.js';

/** The command, with what was made for it: secrets by the name of their provider, of which not every one is needed. */
export interface SetProvidersDecision {
  readonly input: SetProvidersInput;
  readonly signingSecrets: Readonly<Record<string, SealedSecret>>;
  readonly apiKeys: Readonly<Record<string, SealedSecret>>;
}

/**
 * How many secrets a provider has at most: the newest, the one before it, and one more. A rotation whose answer was lost is made
 * again, and the service still knows no other secret than that before the first.
 */
const KEPT_SECRETS = 3;

/** Replaces all that was set; what is the same already leads to no event. Secrets stay with the name of their provider. */
export function decideSetProviders(command: SetProvidersDecision, before: ProviderSettings): readonly ProvidersEvent[] {
  const providers = Object.fromEntries(
    Object.entries(command.input.providers).map(([name, wanted]): [string, Provider] => [name, stored(name, wanted, command, providerOf(before, name))]),
  );
  const after: ProviderSettings = { providers, check_types: command.input.check_types };
  const problems = [...reservedNames(after), ...wrongAssignments(after)];
  if (problems.length > 0) throw new DomainError('invalid', 'invalid', 'The request is not valid.', problems);
  return isDeepStrictEqual(after, before) ? [] : [{ type: 'providers-set', data: after }];
}

type WantedProvider = SetProvidersInput['providers'][string];

function stored(name: string, wanted: WantedProvider, made: SetProvidersDecision, before: Provider | undefined): Provider {
  switch (wanted.kind) {
    case 'http': {
      const { rotate_secret: rotate, ...settings } = wanted;
      const held = before?.kind === 'http' ? before.secrets : [];
      const added = held.length === 0 || rotate ? [secretFor(made.signingSecrets, name)] : [];
      return { ...settings, secrets: [...added, ...held].slice(0, KEPT_SECRETS) };
    }
    case 'yente': {
      const { api_key: key, ...settings } = wanted;
      if (key === null) return { ...settings, api_key: null };
      return { ...settings, api_key: key === undefined ? keptKey(settings.url, before) : givenKey(secretFor(made.apiKeys, name), before) };
    }
    case 'manual':
    case 'broker':
    case 'watchlist':
      return wanted;
  }
}

/** A key is for the server that it was given for, and is not sent to another one. */
const keptKey = (url: string, before: Provider | undefined): ProviderOf<'yente'>['api_key'] =>
  before?.kind === 'yente' && new URL(before.url).origin === new URL(url).origin ? before.api_key : null;

/** The same key again is no change, though it looks another when it is sealed anew. */
const givenKey = (given: SealedSecret, before: Provider | undefined): SealedSecret =>
  before?.kind === 'yente' && before.api_key?.secret_id === given.secret_id ? before.api_key : given;

function secretFor(secrets: Readonly<Record<string, SealedSecret>>, name: string): SealedSecret {
  const secret = secrets[name];
  if (!secret) throw new Error(`No secret was made for provider ${name}.`);
  return secret;
}

const reservedNames = ({ providers }: ProviderSettings): FieldError[] =>
  Object.keys(providers)
    .filter((name) => Object.hasOwn(BUILT_IN, name))
    .map((name) => ({ path: ['providers', name], code: 'reserved', message: 'Every organization has this provider: choose another name.' }));

const wrongAssignments = (settings: ProviderSettings): FieldError[] =>
  Object.entries(settings.check_types).flatMap(([type, name]): FieldError[] => {
    const path = ['check_types', type];
    const provider = providerOf(settings, name);
    if (!provider) return [{ path, code: 'does_not_exist', message: `There is no provider named ${name}.` }];
    if (serves(provider.kind, type as CheckType)) return [];
    return [{ path, code: 'unsupported', message: `A provider of kind ${provider.kind} does not carry out checks of this type.` }];
  });
