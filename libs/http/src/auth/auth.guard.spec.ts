import { Controller, Get } from '@nestjs/common';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { importJWK, SignJWT } from 'jose';
import { MasterKey, signingKey } from '#platform';
import { type ProbeApp, PROBE_CLIENT, probeApp } from '../testing/index.js';
import { Public, RequireScope } from './access.js';
import { Caller } from './caller.js';
import { CommandContexts } from './command-contexts.service.js';

const START = Date.UTC(2026, 0, 2);
let now = START;

@Controller('api/probes')
class ProbeRoute {
  @Get('mine')
  @RequireScope('cases:read')
  mine(@Caller() caller: Caller): object {
    return { ...caller, scopes: [...caller.scopes], context: new CommandContexts({ now: () => 5 }, { uuid: () => 'fresh' }).of(caller) };
  }

  @Get('admin')
  @RequireScope('admin')
  admin(): string {
    return 'admin';
  }

  @Get('open')
  @Public()
  open(): string {
    return 'open';
  }
}

const start = () => probeApp({ controllers: [ProbeRoute], clock: { now: () => now }, client: { scopes: ['cases:read'] } });

let probe: ProbeApp;
beforeAll(async () => {
  probe = await start();
});
beforeEach(() => {
  now = START;
});
afterAll(() => probe.app.close());

const get = (path: string, headers: Record<string, string> = { authorization: probe.authorization }) =>
  probe.app.inject({ url: `/api/probes/${path}/`, headers });

/** A token signed with the service's own key, but wrong in one way. */
async function forged(change: { typ?: string; claims?: object; issuer?: string; audience?: string; expires?: number }): Promise<string> {
  const { privateJwk } = signingKey(new MasterKey(Buffer.alloc(32, 7)));
  const token = await new SignJWT({ client_id: PROBE_CLIENT.id, org: 'acme', scope: 'cases:read', ...change.claims })
    .setProtectedHeader({ alg: 'ES256', typ: change.typ ?? 'at+jwt' })
    .setIssuer(change.issuer ?? 'https://casetrail.test')
    .setAudience(change.audience ?? 'https://casetrail.test')
    .setSubject(PROBE_CLIENT.id)
    .setExpirationTime(change.expires ?? START / 1000 + 60)
    .sign(await importJWK({ ...privateJwk }, 'ES256'));
  return `Bearer ${token}`;
}

describe('a route with a scope', () => {
  test('knows its caller, again and again', async () => {
    for (const id of ['first', 'second']) {
      const answer = await get('mine', { authorization: probe.authorization, 'x-request-id': id });
      expect(answer.json()).toEqual({
        org: 'acme',
        via: 'token',
        clientId: PROBE_CLIENT.id,
        actor: `client:${PROBE_CLIENT.id}`,
        scopes: ['cases:read'],
        apiVersion: 3,
        requestId: id,
        context: { org: 'acme', actor: `client:${PROBE_CLIENT.id}`, commandId: 'fresh', correlationId: id, now: 5 },
      });
    }
  });

  test('is closed to those without a token, with a challenge that says nothing more', async () => {
    const answer = await get('mine', {});
    expect([answer.statusCode, answer.json()]).toEqual([
      401,
      { detail: 'Authentication credentials were not provided.', code: 'not_authenticated' },
    ]);
    expect(answer.headers['www-authenticate']).toBe('Bearer');
  });

  test('is closed to tokens without its scope', async () => {
    const answer = await get('admin');
    expect([answer.statusCode, answer.json()]).toMatchObject([403, { code: 'insufficient_scope' }]);
    expect(answer.headers['www-authenticate']).toBe('Bearer error="insufficient_scope", scope="admin"');
  });

  const refused = async (authorization: string): Promise<void> => {
    const answer = await get('mine', { authorization });
    expect([answer.statusCode, answer.json()]).toMatchObject([401, { code: 'invalid_token' }]);
    expect(answer.headers['www-authenticate']).toMatch(/^Bearer error="invalid_token"/);
  };

  test('is closed to a token from the moment it expires, also when it was seen before', async () => {
    expect((await get('mine')).statusCode).toBe(200);
    now = START + 15 * 60_000 - 1;
    expect((await get('mine')).statusCode).toBe(200);
    now = START + 15 * 60_000;
    await refused(probe.authorization);
    await refused(probe.authorization);
  });

  test('is closed to a client that was revoked, at once', async () => {
    const other = await start();
    const mine = () => other.app.inject({ url: '/api/probes/mine/', headers: { authorization: other.authorization } });
    expect((await mine()).statusCode).toBe(200);
    other.revoke();
    expect([(await mine()).statusCode, (await mine()).json()]).toMatchObject([401, { code: 'invalid_token' }]);
    await other.app.close();
  });

  test.each(['Bearer', 'Bearer ', 'Bearer not.a.token', 'Basic abc', 'Bearer a b', 'x'])('is closed to %j', async (authorization) => {
    await refused(authorization);
  });

  test('says what the header has to be like', async () => {
    const detail = 'The Authorization header has to be "Bearer", a space and an access token.';
    expect((await get('mine', { authorization: await forged({}).then((bearer) => bearer.replace('Bearer ', '')) })).json()).toMatchObject({ detail });
    expect((await get('mine', { authorization: 'Bearer x' })).json()).not.toMatchObject({ detail });
  });

  test('opens to a token that is right in every way', async () => {
    expect((await get('mine', { authorization: await forged({}) })).statusCode).toBe(200);
  });

  test.each([
    ['of another kind', { typ: 'JWT' }],
    ['of another issuer', { issuer: 'https://elsewhere.test' }],
    ['for another audience', { audience: 'https://elsewhere.test' }],
    ['that expired', { expires: START / 1000 - 1 }],
    ['of another organization than its client', { claims: { org: 'other' } }],
    ['of a client that there is not', { claims: { client_id: 'nobody' } }],
  ])('is closed to a token %s', async (_, change) => {
    await refused(await forged(change));
  });

  test('is closed to tokens that nobody signed, or somebody with another key', async () => {
    const [, payload, signature] = probe.authorization.slice('Bearer '.length).split('.');
    const header = Buffer.from(JSON.stringify({ alg: 'none', typ: 'at+jwt' })).toString('base64url');
    await refused(`Bearer ${header}.${payload!}.`);
    const hmac = await new SignJWT({ client_id: PROBE_CLIENT.id, org: 'acme', scope: 'cases:read' })
      .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt' })
      .setIssuer('https://casetrail.test')
      .setAudience('https://casetrail.test')
      .setSubject(PROBE_CLIENT.id)
      .setExpirationTime(START / 1000 + 60)
      .sign(Buffer.from(JSON.stringify(signingKey(new MasterKey(Buffer.alloc(32, 7))).publicJwk)));
    await refused(`Bearer ${hmac}`);
    await refused(`${probe.authorization.slice(0, -signature!.length)}${signature!.split('').reverse().join('')}`);
  });
});

test('a public route asks for nothing', async () => {
  expect((await get('open', {})).body).toBe('open');
  expect((await get('open', { authorization: 'Bearer nonsense' })).body).toBe('open');
});

test('a route that does not say who may use it keeps the service from starting', async () => {
  @Controller('api/forgotten')
  class ForgottenRoute {
    @Get()
    get(): string {
      return 'open to all';
    }
  }
  await expect(probeApp({ controllers: [ForgottenRoute] })).rejects.toThrow('ForgottenRoute.get');
});
