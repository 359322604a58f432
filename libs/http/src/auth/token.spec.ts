import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createLocalJWKSet, decodeProtectedHeader, type JSONWebKeySet, jwtVerify } from 'jose';
import { PROBE_CLIENT, probeApp } from '../testing/index.js';

const NOW = Date.UTC(2026, 0, 2, 3, 4, 5);
let app: NestFastifyApplication;
beforeAll(async () => {
  ({ app } = await probeApp({ clock: { now: () => NOW }, client: { scopes: ['cases:read', 'cases:write'] } }));
});
afterAll(() => app.close());

const request = { grant_type: 'client_credentials', client_id: PROBE_CLIENT.id, client_secret: PROBE_CLIENT.secret };
const ask = (payload: object | string, headers: Record<string, string> = {}) =>
  app.inject({ method: 'POST', url: '/api/oauth/token/', payload, headers });
const form = { 'content-type': 'application/x-www-form-urlencoded' };
const basic = (id: string, secret: string) => ({ authorization: `Basic ${btoa(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`)}` });

describe('a token', () => {
  test('is an access token of RFC 9068 that others can verify', async () => {
    const answer = await ask(request);
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['cache-control']).toBe('no-store');
    const { access_token: token, ...rest } = answer.json<{ access_token: string }>();
    expect(rest).toEqual({ token_type: 'Bearer', expires_in: 900, scope: 'cases:read cases:write' });

    const keys = (await app.inject({ url: '/.well-known/jwks.json' })).json<JSONWebKeySet>();
    const { payload } = await jwtVerify(token, createLocalJWKSet(keys), { currentDate: new Date(NOW) });
    expect(decodeProtectedHeader(token)).toEqual({ alg: 'ES256', typ: 'at+jwt', kid: keys.keys[0]!.kid });
    expect(payload).toEqual({
      iss: 'https://casetrail.test',
      aud: 'https://casetrail.test',
      sub: PROBE_CLIENT.id,
      client_id: PROBE_CLIENT.id,
      org: 'acme',
      scope: 'cases:read cases:write',
      iat: NOW / 1000,
      exp: NOW / 1000 + 900,
      jti: expect.any(String) as unknown,
    });
  });

  test.each([
    ['a form', () => ask(new URLSearchParams(request).toString(), form)],
    ['HTTP Basic and a form', () => ask('grant_type=client_credentials', { ...form, ...basic(PROBE_CLIENT.id, PROBE_CLIENT.secret) })],
    ['HTTP Basic and JSON', () => ask({ grant_type: 'client_credentials' }, basic(PROBE_CLIENT.id, PROBE_CLIENT.secret))],
    ['HTTP Basic beside empty fields', () => ask('grant_type=client_credentials&client_id=&client_secret=&scope=', { ...form, ...basic(PROBE_CLIENT.id, PROBE_CLIENT.secret) })],
    ['an id in capitals', () => ask({ ...request, client_id: PROBE_CLIENT.id.toUpperCase() })],
  ])('is given for %s', async (_, asking) => {
    expect((await asking()).statusCode).toBe(200);
  });

  test('has the scopes that were asked for', async () => {
    expect((await ask({ ...request, scope: 'cases:read' })).json()).toMatchObject({ scope: 'cases:read' });
    expect((await ask({ ...request, scope: '' })).json()).toMatchObject({ scope: 'cases:read cases:write' });
  });
});

describe('no token', () => {
  test.each([
    ['another secret', { ...request, client_secret: 'not the secret' }, 401, 'invalid_client'],
    ['an unknown client', { ...request, client_id: 'nobody' }, 401, 'invalid_client'],
    ['no grant type', { client_id: 'x', client_secret: 'y' }, 400, 'invalid_request'],
    ['another grant type', { ...request, grant_type: 'password' }, 400, 'unsupported_grant_type'],
    ['no secret', { grant_type: 'client_credentials', client_id: 'x' }, 400, 'invalid_request'],
    ['an empty secret', { ...request, client_secret: '' }, 400, 'invalid_request'],
    ['a number for a secret', { ...request, client_secret: 5 }, 400, 'invalid_request'],
    ['a list', [], 400, 'invalid_request'],
    ['a scope that the client does not have', { ...request, scope: 'cases:read admin' }, 400, 'invalid_scope'],
    ['a scope that there is not', { ...request, scope: 'everything' }, 400, 'invalid_scope'],
  ])('is given for %s', async (_, payload, status, error) => {
    const answer = await ask(payload);
    expect(answer.statusCode).toBe(status);
    expect(answer.json()).toEqual({ error, error_description: expect.any(String) as unknown });
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  test.each([
    ['a wrong secret', basic(PROBE_CLIENT.id, 'not the secret'), 401],
    ['what is not encoded right', { authorization: `Basic ${btoa('%zz:x')}` }, 400],
  ])('is given for HTTP Basic with %s', async (_, headers, status) => {
    const answer = await ask({ grant_type: 'client_credentials' }, headers);
    expect(answer.statusCode).toBe(status);
    expect(answer.headers['www-authenticate']).toBe(status === 401 ? 'Basic realm="casetrail"' : undefined);
  });

  test('is given for credentials in two ways at once', async () => {
    expect((await ask(request, basic(PROBE_CLIENT.id, PROBE_CLIENT.secret))).json()).toMatchObject({ error: 'invalid_request' });
  });
});

describe('an address that sends wrong secrets', () => {
  const from = (remoteAddress: string, client_secret: string, headers: Record<string, string> = {}) =>
    app.inject({ method: 'POST', url: '/api/oauth/token/', payload: { ...request, client_secret }, headers, remoteAddress });

  beforeAll(async () => {
    const wrong = await Promise.all(Array.from({ length: 40 }, () => from('203.0.113.5', 'not the secret')));
    expect([...new Set(wrong.map(({ statusCode }) => statusCode))]).toEqual([401, 429]);
  });

  test('is told to wait after thirty of them, and nobody else is', async () => {
    const refused = await from('203.0.113.5', PROBE_CLIENT.secret);
    expect([refused.statusCode, refused.headers['retry-after'], refused.json()]).toMatchObject([429, '5', { code: 'too_many_attempts' }]);
    expect((await from('203.0.113.6', PROBE_CLIENT.secret)).statusCode).toBe(200);
  });

  test.each([
    ['the one that a proxy on this machine passes on', '127.0.0.1', '192.0.2.1, 203.0.113.5', 429],
    ['not the one that a client tells such a proxy', '127.0.0.1', '203.0.113.5, 192.0.2.1', 200],
    ['not the one that it says itself', '203.0.113.5', '192.0.2.1', 429],
  ])('is %s', async (_, remote, forwarded, status) => {
    expect((await from(remote, PROBE_CLIENT.secret, { 'x-forwarded-for': forwarded })).statusCode).toBe(status);
  });
});

test('the metadata of the authorization server leads to everything else', async () => {
  const metadata = (await app.inject({ url: '/.well-known/oauth-authorization-server' })).json<Record<string, unknown>>();
  expect(metadata).toMatchObject({
    issuer: 'https://casetrail.test',
    token_endpoint: 'https://casetrail.test/api/oauth/token/',
    jwks_uri: 'https://casetrail.test/.well-known/jwks.json',
    grant_types_supported: ['client_credentials'],
  });
});
