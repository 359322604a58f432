import { Settings } from '#platform';
import { Controller, Get, Post, Req, Res } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type ProbeApp, probeApp } from '../testing/index.js';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public, RequireScope, RequireSession } from './access.js';
import { Caller } from './caller.js';
import { clearSessionCookies, setSessionCookies } from './session-cookies.js';
import { CurrentSession, type SessionRecord } from './session-directory.js';

const OWN = 'https://casetrail.test';
const session: SessionRecord = {
  sessionId: 's', org: 'acme', memberId: 5, scopes: new Set(['cases:read', 'cases:write']), csrfToken: 'the-token', expiresAt: 0,
};

@Controller('api/probes')
class ProbeRoute {
  constructor(private readonly settings: Settings) {}

  @Get('in')
  @Public()
  logIn(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): void {
    setSessionCookies(request, reply, this.settings, { cookie: 'v1.a', csrfToken: 'b', expiresAt: Date.UTC(2026, 0, 2) });
  }

  @Get('out')
  @Public()
  logOut(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): void {
    clearSessionCookies(request, reply, this.settings);
  }

  @Get()
  @RequireScope('cases:read')
  get(@Caller() { scopes, ...caller }: Caller): object {
    return { ...caller, scopes: [...scopes] };
  }

  @Post()
  @RequireScope('cases:write')
  post(): string {
    return 'done';
  }

  @Get('session')
  @RequireSession()
  session(@CurrentSession() { sessionId, memberId }: SessionRecord, @Caller() { actor }: Caller): object {
    return { sessionId, memberId, actor };
  }

  @Post('session')
  @RequireSession()
  change(): string {
    return 'done';
  }

  @Post('admin')
  @RequireScope('admin')
  admin(): string {
    return 'done';
  }
}

let probe: ProbeApp;
beforeAll(async () => {
  const sessions = new Map([['good', session], ['another', { ...session, csrfToken: 'token-of-another' }]]);
  probe = await probeApp({ controllers: [ProbeRoute], sessions });
});
afterAll(() => probe.app.close());

const ask = (method: 'GET' | 'HEAD' | 'OPTIONS' | 'POST', headers: Record<string, string>, path = '') =>
  probe.app.inject({ method, url: `/api/probes/${path}`, headers });

describe('the cookie of a session', () => {
  test('says who asks', async () => {
    const answer = await ask('GET', { cookie: 'theme=dark; sessionid=good', 'x-request-id': 'r' });
    expect([answer.statusCode, answer.json()]).toEqual([
      200,
      { org: 'acme', via: 'session', clientId: null, actor: 'member:5', scopes: ['cases:read', 'cases:write'], apiVersion: 1, requestId: 'r' },
    ]);
  });

  test('is answered with what no cache may keep for somebody else', async () => {
    expect((await ask('GET', { cookie: 'sessionid=good' })).headers['cache-control']).toBe('private, no-store');
    expect((await ask('GET', { cookie: 'sessionid=bad' })).headers['cache-control']).toBe('private, no-store');
    expect((await ask('GET', { authorization: probe.authorization })).headers['cache-control']).toBeUndefined();
  });

  test.each([
    ['ended', 'sessionid=bad', 'invalid_session'],
    ['empty', 'sessionid=', 'not_authenticated'],
    ['of another name', 'SessionId=good', 'not_authenticated'],
    ['not one', '%%%', 'not_authenticated'],
  ])('opens nothing when it is %s', async (_, cookie, code) => {
    const answer = await ask('GET', { cookie });
    expect([answer.statusCode, answer.json()]).toMatchObject([401, { code }]);
    expect(answer.headers['www-authenticate']).toMatch(/^Bearer/);
  });

  test('gives what the role may do, and no more', async () => {
    const answer = await ask('POST', { cookie: 'sessionid=good', origin: OWN }, 'admin/');
    expect([answer.statusCode, answer.json()]).toMatchObject([403, { code: 'insufficient_scope' }]);
  });

  test('counts for nothing beside an access token, good or bad', async () => {
    const both = await ask('POST', { cookie: 'sessionid=good', authorization: probe.authorization });
    expect(both.statusCode).toBe(201);
    const bad = await ask('GET', { cookie: 'sessionid=good', authorization: 'Bearer nonsense' });
    expect([bad.statusCode, bad.json()]).toMatchObject([401, { code: 'invalid_token' }]);
  });
});

describe('a route about the session itself', () => {
  test('is open to every member who is logged in, whatever their role', async () => {
    const answer = await ask('GET', { cookie: 'sessionid=good' }, 'session/');
    expect([answer.statusCode, answer.json()]).toEqual([200, { sessionId: 's', memberId: 5, actor: 'member:5' }]);
    expect(answer.headers['cache-control']).toBe('private, no-store');
  });

  test('looks at the cookie alone', async () => {
    const none = await ask('GET', { authorization: probe.authorization }, 'session/');
    expect([none.statusCode, none.json()]).toMatchObject([401, { code: 'not_authenticated' }]);
    expect((await ask('GET', { authorization: probe.authorization, cookie: 'sessionid=good' }, 'session/')).statusCode).toBe(200);
    const over = await ask('GET', { cookie: 'sessionid=bad' }, 'session/');
    expect([over.statusCode, over.json()]).toMatchObject([401, { code: 'invalid_session' }]);
  });

  test('changes nothing without its token, also beside an access token', async () => {
    const { authorization } = probe;
    expect((await ask('POST', { cookie: 'sessionid=good', authorization }, 'session/')).statusCode).toBe(403);
    expect((await ask('POST', { cookie: 'sessionid=good', origin: OWN }, 'session/')).statusCode).toBe(201);
  });
});

/** What goes with a POST, and whether it is let through. */
const MATRIX: readonly (readonly [what: string, cookie: string, headers: Readonly<Record<string, string>>, status: 201 | 403])[] = [
  ['nothing', 'sessionid=good', {}, 403],
  ['the cookie alone', 'sessionid=good; csrftoken=the-token', {}, 403],
  ['the header alone', 'sessionid=good', { 'x-csrftoken': 'the-token' }, 403],
  ['header and cookie', 'sessionid=good; csrftoken=the-token', { 'x-csrftoken': 'the-token' }, 201],
  ['a header that is not the cookie', 'sessionid=good; csrftoken=planted', { 'x-csrftoken': 'the-token' }, 403],
  ['a header that is not the token', 'sessionid=good; csrftoken=the-token', { 'x-csrftoken': 'planted' }, 403],
  ['a planted pair', 'sessionid=good; csrftoken=planted', { 'x-csrftoken': 'planted' }, 403],
  ['the pair of another session', 'sessionid=good; csrftoken=token-of-another', { 'x-csrftoken': 'token-of-another' }, 403],
  ['an empty pair', 'sessionid=good; csrftoken=', { 'x-csrftoken': '' }, 403],
  ['an Origin that is this host', 'sessionid=good', { origin: OWN }, 201],
  ['the Origin of another host', 'sessionid=good', { origin: 'https://evil.test' }, 403],
  ['an Origin that begins like this host', 'sessionid=good', { origin: `${OWN}.evil.test` }, 403],
  ['this host over plain HTTP', 'sessionid=good', { origin: 'http://casetrail.test' }, 403],
  ['this host on another port', 'sessionid=good', { origin: `${OWN}:8443` }, 403],
  ['no Origin to speak of', 'sessionid=good', { origin: 'null' }, 403],
  ['a Referer', 'sessionid=good', { referer: `${OWN}/` }, 403],
  ['the Host of another Origin', 'sessionid=good', { origin: 'https://evil.test', host: 'evil.test' }, 403],
];

describe('a request that changes something', () => {
  test.each(MATRIX)('with %s', async (_, cookie, headers, status) => {
    const answer = await ask('POST', { cookie, ...headers });
    expect(answer.statusCode).toBe(status);
    if (status === 403) expect(answer.json()).toMatchObject({ code: 'csrf_failed' });
  });

  test('is refused before anything is said of its scope', async () => {
    expect((await ask('POST', { cookie: 'sessionid=good' }, 'admin/')).json()).toMatchObject({ code: 'csrf_failed' });
  });

  test('needs nothing of this with an access token', async () => {
    expect((await ask('POST', { authorization: probe.authorization, origin: 'https://evil.test' })).statusCode).toBe(201);
  });
});

test('a request that reads needs no token beside its cookie', async () => {
  expect((await ask('GET', { cookie: 'sessionid=good', origin: 'https://evil.test' })).statusCode).toBe(200);
  expect((await ask('HEAD', { cookie: 'sessionid=good' })).statusCode).toBe(200);
});

describe('the cookies of a login', () => {
  const EXPIRES = 'Expires=Fri, 02 Jan 2026 00:00:00 GMT';

  test('go over HTTPS alone where the service has it, and are no business of scripts', async () => {
    const { headers } = await ask('GET', {}, 'in/');
    expect(headers['set-cookie']).toEqual([
      `sessionid=v1.a; Path=/; ${EXPIRES}; HttpOnly; Secure; SameSite=Lax`,
      `csrftoken=b; Path=/; ${EXPIRES}; Secure; SameSite=Lax`,
    ]);
  });

  test('are taken away with the same attributes', async () => {
    const { headers } = await ask('GET', {}, 'out/');
    const gone = 'Max-Age=0; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT';
    expect(headers['set-cookie']).toEqual([`sessionid=; ${gone}; HttpOnly; Secure; SameSite=Lax`, `csrftoken=; ${gone}; Secure; SameSite=Lax`]);
  });

  test('go over plain HTTP where there is nothing else', async () => {
    const plain = await probeApp({ controllers: [ProbeRoute], env: { PUBLIC_URL: '' } });
    const { headers } = await plain.app.inject({ url: '/api/probes/in/' });
    expect(String(headers['set-cookie'])).not.toContain('Secure');
    await plain.app.close();
  });
});
