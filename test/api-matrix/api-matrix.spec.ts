import { randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { SCOPES } from '#http';
import { type Answer, ApiClient } from '../support/api-client.js';
import { type ApiRouteDescription, apiRoutes } from '../support/api-routes.js';
import { forgeToken } from '../support/forge-token.js';
import { type RightRequest, ROUTE_FIXTURES } from '../support/route-fixtures.js';
import { addOrganization } from '../support/second-organization.js';
import { Service } from '../support/service.js';
import { SessionClient } from '../support/session-client.js';

jest.setTimeout(120_000);

const OTHER = { slug: 'other', client: { id: '22222222-2222-4222-8222-222222222222', secret: 'the secret of another one' } } as const;

/** Routes that no token opens, because they are open to all or to who is logged in: what they answer is looked at elsewhere. */
const WITHOUT_TOKEN = [
  'GET /.well-known/jwks.json',
  'GET /.well-known/oauth-authorization-server',
  'POST /api/oauth/token/',
  'POST /api/session/',
  'GET /api/session/',
  'PATCH /api/session/',
  'DELETE /api/session/',
];

/** Headers that differ from one answer to the next, whatever it is about. */
const OWN_HEADERS = new Set(['date', 'x-request-id']);

/** An answer without what is of one request alone. */
const about = ({ status, headers, body }: Answer) => ({
  status,
  body,
  headers: Object.fromEntries([...headers].filter(([name]) => !OWN_HEADERS.has(name))),
});

describe('every route, with every kind of token', () => {
  const masterKey = randomBytes(32);
  const service = new Service({ CASETRAIL_MASTER_KEY: masterKey.toString('base64') });
  const own = service.api;
  const stranger = new ApiClient(() => service.url, OTHER.client);
  let routes: readonly ApiRouteDescription[];
  let issued: string;
  /** A right request for each route, about things of the organization; refused ones leave it right. */
  const rightRequests = new Map<string, RightRequest>();

  beforeAll(async () => {
    await addOrganization(service, OTHER);
    await service.start();
    issued = await own.token();
    routes = (await apiRoutes(own)).filter(({ name }) => name in ROUTE_FIXTURES);
  });
  afterAll(() => service.dispose());

  it('is covered: say in test/support/route-fixtures.ts how a new one is asked', async () => {
    const described = (await apiRoutes(own)).map(({ name }) => name);
    expect(described.toSorted()).toEqual([...WITHOUT_TOKEN, ...Object.keys(ROUTE_FIXTURES)].toSorted());
    expect(routes.filter(({ scope }) => scope === undefined)).toEqual([]);
  });

  const fixtureOf = ({ name }: ApiRouteDescription) => {
    const fixture = ROUTE_FIXTURES[name];
    if (!fixture) throw new Error(`There is no fixture for ${name}.`);
    return fixture;
  };

  const rightRequest = async (route: ApiRouteDescription): Promise<RightRequest> => {
    const known = rightRequests.get(route.name) ?? (await fixtureOf(route).right(own));
    rightRequests.set(route.name, known);
    return known;
  };

  const ask = (api: ApiClient, { method }: ApiRouteDescription, { path, json }: RightRequest): Promise<Answer> =>
    api.request(method, path, json === undefined ? {} : { json });

  const askWith = async (route: ApiRouteDescription, authorization: string | undefined): Promise<Answer> => {
    const { path, json } = await rightRequest(route);
    const headers = authorization === undefined ? {} : { authorization };
    return own.anonymous(route.method, path, { headers, ...(json === undefined ? {} : { json }) });
  };

  /** What is wrong with the answers of all routes. */
  const wrongCells = async (answer: (route: ApiRouteDescription) => Promise<string | undefined>): Promise<readonly string[]> => {
    const wrong: string[] = [];
    for (const route of routes) {
      const fault = await answer(route);
      if (fault !== undefined) wrong.push(`${route.name}: ${fault}`);
    }
    return wrong;
  };

  const faultOf = (answer: Answer, status: number, code: string, challenge: string): string | undefined => {
    const { code: given } = answer.body as { readonly code?: string };
    const asked = answer.headers.get('www-authenticate') ?? '';
    return answer.status === status && given === code && asked.startsWith('Bearer') && asked.includes(challenge)
      ? undefined
      : `${answer.status} ${JSON.stringify(answer.body)} ${asked}`;
  };

  it.each<[string, () => string | Promise<string>]>([
    ['expired', () => forgeToken(issued, { exp: Math.floor(Date.now() / 1000) - 1 }, masterKey)],
    ['for another audience', () => forgeToken(issued, { aud: 'https://other.example.com' }, masterKey)],
    ['without a signature (alg: none)', () => `${Buffer.from('{"alg":"none","typ":"at+jwt"}').toString('base64url')}.${issued.split('.')[1]}.`],
    ['signed with a key of its own', () => forgeToken(issued, {}, randomBytes(32))],
    ['of a client that there never was', () => forgeToken(issued, { client_id: '99999999-9999-4999-8999-999999999999' }, masterKey)],
    ['of a client that was revoked', () => revokedToken()],
  ])('refuses a token that is %s', async (_, make) => {
    const token = await make();
    expect(await wrongCells(async (route) => faultOf(await askWith(route, `Bearer ${token}`), 401, 'invalid_token', 'error="invalid_token"'))).toEqual([]);
  });

  /** A token with every scope, of a client that was revoked since. */
  const revokedToken = async (): Promise<string> => {
    const { body } = await own.request('POST', '/api/clients/', { json: { name: 'revoked', scopes: SCOPES } });
    const { client_id: id, client_secret: secret } = body as { readonly client_id: string; readonly client_secret: string };
    const token = await new ApiClient(() => service.url, { id, secret }).token();
    await own.request('DELETE', `/api/clients/${id}/`);
    return token;
  };

  /** A member of the organization who may do everything within it, and has logged in. */
  const loggedIn = async (): Promise<SessionClient> => {
    const credentials = { email: 'admin@example.com', password: 'correct horse battery staple' };
    await own.request('POST', '/api/members/', { json: { ...credentials, name: 'Ada', role: 'admin' } });
    const session = new SessionClient(() => service.url);
    await session.logIn(credentials);
    return session;
  };

  it('refuses a session that changes something without its token, and no session that looks at something', async () => {
    const session = await loggedIn();
    const withoutToken = { 'x-csrftoken': '', 'casetrail-version': '3' };
    expect(
      await wrongCells(async (route) => {
        const { path, json } = await rightRequest(route);
        const { status, body } = await session.request(route.method, path, { headers: withoutToken, ...(json === undefined ? {} : { json }) });
        const { code } = body as { readonly code?: string };
        const right = route.method === 'GET' ? code !== 'csrf_failed' && (status === 200 || route.scope === 'operator') : status === 403 && code === 'csrf_failed';
        return right ? undefined : `${status} ${JSON.stringify(body)}`;
      }),
    ).toEqual([]);
  });

  it.each(['GET', 'PATCH'])('refuses a token, and no cookie at all, where it is about the session: %s', async (method) => {
    const options = method === 'GET' ? {} : { json: { current_password: 'x', password: 'correct horse battery' } };
    for (const authorization of [`Bearer ${issued}`, '']) {
      const answer = await own.anonymous(method, '/api/session/', { ...options, headers: { authorization } });
      expect(faultOf(answer, 401, 'not_authenticated', 'Bearer')).toBeUndefined();
    }
  });

  it('refuses whoever has no token', async () => {
    expect(await wrongCells(async (route) => faultOf(await askWith(route, undefined), 401, 'not_authenticated', 'Bearer'))).toEqual([]);
  });

  it('refuses a token without its scope', async () => {
    const tokens = new Map<string, string>();
    const without = async (scope: string): Promise<string> => {
      const token = tokens.get(scope) ?? (await forgeToken(issued, { scope: SCOPES.filter((each) => each !== scope).join(' ') }, masterKey));
      tokens.set(scope, token);
      return token;
    };
    expect(
      await wrongCells(async (route) =>
        faultOf(await askWith(route, `Bearer ${await without(route.scope ?? '')}`), 403, 'insufficient_scope', `scope="${route.scope}"`),
      ),
    ).toEqual([]);
  });

  it("answers whoever asks for what is another organization's as if it were not there: same status, body and headers", async () => {
    expect(
      await wrongCells(async (route) => {
        const { missing } = fixtureOf(route);
        if (!missing) return undefined;
        const foreign = about(await ask(stranger, route, await rightRequest(route)));
        const none = about(await ask(stranger, route, missing));
        return none.status === 404 && isDeepStrictEqual(foreign, none) ? undefined : `${JSON.stringify(foreign)} and ${JSON.stringify(none)}`;
      }),
    ).toEqual([]);
  });

  it('answers the other organization about its own things', async () => {
    expect(
      await wrongCells(async (route) => {
        const fixture = fixtureOf(route);
        const { status, body } = await ask(stranger, route, await fixture.right(stranger));
        return status === fixture.status ? undefined : `${status} ${JSON.stringify(body)}`;
      }),
    ).toEqual([]);
  });

  it('answers whoever may ask, after everything that was refused as well', async () => {
    expect(
      await wrongCells(async (route) => {
        const { status, body } = await ask(own, route, await rightRequest(route));
        return status === fixtureOf(route).status ? undefined : `${status} ${JSON.stringify(body)}`;
      }),
    ).toEqual([]);
  });
});
