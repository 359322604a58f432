import { deciderSpec } from '#event-sourcing/testing';
import { describe, expect, it } from '@jest/globals';
import type { ProvidersEvent } from '../provider.events.js';
import type { SealedSecret } from '../provider.settings.js';
import { presentProviders } from '../provider.view.js';
import { providersAggregate } from '../providers.state.js';
import { setProvidersInput } from './set-providers.input.js';
import { decideSetProviders, type SetProvidersDecision } from './set-providers.js';

const { given } = deciderSpec(providersAggregate, decideSetProviders);

const secret = (n: number): SealedSecret => ({ secret_id: `00000000-0000-5000-8000-00000000000${n}`, sealed: `v1.${n}` });

/** A body, with what was made for it: the nth secret for each provider. */
const set = (body: object, n = 1): SetProvidersDecision => {
  const input = setProvidersInput.parse(body);
  const made = Object.fromEntries(Object.keys(input.providers).map((name) => [name, secret(n)]));
  return { input, signingSecrets: made, apiKeys: made };
};

const http = (more: object = {}) => ({ kind: 'http', url: 'https://screening.example/checks', ...more });
const yente = (more: object = {}) => ({ kind: 'yente', url: 'https://yente.example/', ...more });
const storedHttp = (...secrets: SealedSecret[]) => ({
  kind: 'http' as const, url: 'https://screening.example/checks', timeout_seconds: 10, attempts: 6, callback_seconds: 86_400, secrets,
});
const storedYente = (api_key: SealedSecret | null, url = 'https://yente.example') => ({
  kind: 'yente' as const, url, dataset: 'default', threshold: 0.7, on_match: 'PENDING' as const, timeout_seconds: 10, attempts: 6, api_key,
});
const wasSet = (data: ProvidersEvent['data']): ProvidersEvent => ({ type: 'providers-set', data });

describe('setting the providers', () => {
  it('keeps all of it, with defaults, and a secret for each service', () => {
    const body = {
      providers: { screening: http(), blacklist: { kind: 'watchlist', watchlists: ['blacklist'] }, queue: { kind: 'broker', timeout_seconds: 3_600 } },
      check_types: { IDV: 'screening', BLACKLIST: 'blacklist', CRA: 'queue', PEP: 'broker', EDD_QUESTIONNAIRE: 'manual' },
    };
    given().when(set(body)).then(wasSet({
      providers: {
        screening: storedHttp(secret(1)),
        blacklist: { kind: 'watchlist', watchlists: ['blacklist'], threshold: 0.85, on_match: 'PENDING' },
        queue: { kind: 'broker', timeout_seconds: 3_600 },
      },
      check_types: body.check_types,
    }));
  });

  it('to what it is already is no event', () => {
    given().when(set({ providers: { screening: http() } })).resent();
    given().when(set({ providers: {} })).thenNothing();
  });

  it('leaves the secret of a service that stays, until another one is wanted; then all sign, and never more than three', () => {
    const before = wasSet({ providers: { screening: storedHttp(secret(1)) }, check_types: {} });
    given(before).when(set({ providers: { screening: http({ attempts: 2 }) } }, 2)).then(
      wasSet({ providers: { screening: { ...storedHttp(secret(1)), attempts: 2 } }, check_types: {} }),
    );
    const rotated = wasSet({ providers: { screening: storedHttp(secret(2), secret(1)) }, check_types: {} });
    given(before).when(set({ providers: { screening: http({ rotate_secret: true }) } }, 2)).then(rotated);
    given(rotated).when(set({ providers: { screening: http({ rotate_secret: true }) } }, 3)).then(
      wasSet({ providers: { screening: storedHttp(secret(3), secret(2), secret(1)) }, check_types: {} }),
    );
    given(rotated, wasSet({ providers: { screening: storedHttp(secret(3), secret(2), secret(1)) }, check_types: {} }))
      .when(set({ providers: { screening: http({ rotate_secret: true }) } }, 4))
      .then(wasSet({ providers: { screening: storedHttp(secret(4), secret(3), secret(2)) }, check_types: {} }));
  });

  it('keeps a key for the server that it was given for, and for no other', () => {
    const before = wasSet({ providers: { sanctions: storedYente(secret(1)) }, check_types: {} });
    given().when(set({ providers: { sanctions: yente({ api_key: 'secret' }) } })).then(before);
    given(before).when(set({ providers: { sanctions: yente() } }, 2)).thenNothing();
    const sealedAnew = { sanctions: { ...secret(1), sealed: 'v1.sealed-anew' } };
    given(before).when({ ...set({ providers: { sanctions: yente({ api_key: 'secret' }) } }), apiKeys: sealedAnew }).thenNothing();
    given(before).when(set({ providers: { sanctions: yente({ api_key: 'another' }) } }, 2)).then(
      wasSet({ providers: { sanctions: storedYente(secret(2)) }, check_types: {} }),
    );
    given(before).when(set({ providers: { sanctions: yente({ url: 'https://yente.example/v2' }) } }, 2)).then(
      wasSet({ providers: { sanctions: storedYente(secret(1), 'https://yente.example/v2') }, check_types: {} }),
    );
    for (const other of [{ url: 'https://elsewhere.example' }, { url: 'http://yente.example' }]) {
      given(before).when(set({ providers: { sanctions: yente(other) } }, 2)).then(
        wasSet({ providers: { sanctions: storedYente(null, other.url) }, check_types: {} }),
      );
    }
    given(before).when(set({ providers: { sanctions: yente({ api_key: null }) } }, 2)).then(
      wasSet({ providers: { sanctions: storedYente(null) }, check_types: {} }),
    );
  });

  it.each([
    ['a provider that is not there', { providers: {}, check_types: { PEP: 'sanctions' } }, 'check_types.PEP', 'does_not_exist'],
    ['a provider that is only inherited from JavaScript', { providers: {}, check_types: { PEP: 'constructor' } }, 'check_types.PEP', 'does_not_exist'],
    ['a list for what no list says', { providers: { list: { kind: 'watchlist', watchlists: ['a'] } }, check_types: { BANK_STATEMENT: 'list' } }, 'check_types.BANK_STATEMENT', 'unsupported'],
    ['yente for what it does not know', { providers: { y: yente() }, check_types: { IDV: 'y' } }, 'check_types.IDV', 'unsupported'],
    ['another provider under the name of a built-in one', { providers: { manual: http() } }, 'providers.manual', 'reserved'],
  ])('refuses %s and names it', (_, body, field, code) => {
    given().when(set(body)).fails('invalid', field);
    let codes: string[] = [];
    try {
      decideSetProviders(set(body), { providers: {}, check_types: {} });
    } catch (error) {
      codes = (error as { fields: { code: string }[] }).fields.map((one) => one.code);
    }
    expect(codes).toEqual([code]);
  });

  it.each([
    ['a URL with a password', { providers: { s: http({ url: 'https://a:b@example.com' }) } }, 'providers.s.url'],
    ['a URL of another kind', { providers: { s: http({ url: 'ftp://example.com' }) } }, 'providers.s.url'],
    ['a timeout without end', { providers: { s: http({ timeout_seconds: 61 }) } }, 'providers.s.timeout_seconds'],
    ['a threshold that everything reaches', { providers: { s: yente({ threshold: 0.1 }) } }, 'providers.s.threshold'],
    ['the URL of an API with a query', { providers: { s: yente({ url: 'https://yente.example/?dataset=peps' }) } }, 'providers.s.url'],
    ['a key that no header can hold', { providers: { s: yente({ api_key: 'the key\n' }) } }, 'providers.s.api_key'],
    ['a data set that changes the path', { providers: { s: yente({ dataset: '../search' }) } }, 'providers.s.dataset'],
    ['a list that cannot be one', { providers: { s: { kind: 'watchlist', watchlists: ['A/B'] } } }, 'providers.s.watchlists.0'],
    ['a field that is not known', { providers: { s: { ...http(), secret: 'mine' } } }, 'providers.s'],
    ['a kind that is not known', { providers: { s: { kind: 'oracle' } } }, 'providers.s.kind'],
    ['a name that cannot be one', { providers: { 'A B': http() } }, 'providers.A B'],
    ['a type of checks that is not known', { providers: {}, check_types: { PEPX: 'manual' } }, 'check_types'],
  ])('refuses %s', (_, body, field) => {
    const paths = setProvidersInput.safeParse(body).error?.issues.map(({ path }) => path.join('.'));
    expect(paths).toContain(field);
  });

  it('shows everything but secrets', () => {
    const shown = presentProviders({ providers: { screening: storedHttp(secret(1)), sanctions: storedYente(secret(2)) }, check_types: { IDV: 'screening' } });
    expect(shown).toMatchObject({ providers: { screening: { kind: 'http', attempts: 6 }, sanctions: { kind: 'yente', has_api_key: true } }, check_types: { IDV: 'screening' } });
    expect(JSON.stringify(shown)).not.toContain('v1.');
  });
});
