import { InMemoryEventStore, ManualTime } from '#event-sourcing/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ApiOnStore, type SpecAnswer } from './testing/api-on-store.js';

const PASSWORD = 'correct horse battery staple';
const HALF_A_DAY = 12 * 60 * 60_000;

const time = new ManualTime();
const store = new InMemoryEventStore();
/** Two processes over one log, as behind a balancer. */
let one: ApiOnStore;
let other: ApiOnStore;
beforeAll(async () => {
  one = await ApiOnStore.started(store, time);
  other = await ApiOnStore.started(store, time);
});
afterAll(() => Promise.all([one, other].map(({ app }) => app.close())));

let people = 0;

interface Login {
  readonly id: number;
  readonly email: string;
  readonly cookie: string;
  readonly csrf: string;
}

async function loggedIn(role = 'admin'): Promise<Login> {
  const email = `member${++people}@example.com`;
  const { body } = await one.ask('POST', '/api/members/', { json: { email, name: 'Ada', role, password: PASSWORD } });
  return logInAgain({ id: body.id as number, email });
}

async function logInAgain({ id, email }: Pick<Login, 'id' | 'email'>, password = PASSWORD): Promise<Login> {
  const answer = await logIn(one, { email, password });
  expect(answer.statusCode).toBe(201);
  return { id, email, ...cookiesOf(answer) };
}

/** What a browser keeps of an answer. */
function cookiesOf({ cookies }: { readonly cookies: readonly { readonly value: string }[] }): Pick<Login, 'cookie' | 'csrf'> {
  const [cookie = '', csrf = ''] = cookies.map(({ value }) => value);
  return { cookie: `sessionid=${cookie}; csrftoken=${csrf}`, csrf };
}

const logIn = ({ app }: ApiOnStore, payload: object | string, headers: Record<string, string> = {}) =>
  app.inject({ method: 'POST', url: '/api/session/', payload, headers });

const members = async ({ app }: ApiOnStore, { cookie }: Login): Promise<number> =>
  (await app.inject({ url: '/api/members/', headers: { cookie } })).statusCode;

/** Resolves once the process, which follows the log of its own accord, has come this far. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setImmediate(resolve));
}

describe('a session of one process', () => {
  it('is one of every process, at once', async () => {
    const login = await loggedIn();
    expect([await members(one, login), await members(other, login)]).toEqual([200, 200]);
  });

  it.each<[string, (login: Login) => Promise<SpecAnswer | { readonly statusCode: number }>]>([
    ['is ended', ({ cookie, csrf }) => one.app.inject({ method: 'DELETE', url: '/api/session/', headers: { cookie, 'x-csrftoken': csrf } })],
    ['has another password', ({ id }) => one.ask('PATCH', `/api/members/${id}/`, { json: { password: `${PASSWORD}!` } })],
    ['has no password any more', ({ id }) => one.ask('PATCH', `/api/members/${id}/`, { json: { password: null } })],
    ['is of a member who is removed', ({ id }) => one.ask('DELETE', `/api/members/${id}/`)],
  ])('is over there at once, and in every process within moments, when it %s', async (_, happens) => {
    const login = await loggedIn();
    await happens(login);
    expect(await members(one, login)).toBe(401);
    await until(async () => (await members(other, login)) === 401);
  });

  it('may do less in every process within moments, when its member has another role', async () => {
    const login = await loggedIn();
    await one.ask('PATCH', `/api/members/${login.id}/`, { json: { role: 'analyst' } });
    expect(await members(one, login)).toBe(403);
    await until(async () => (await members(other, login)) === 403);
  });

  it('is over after twelve hours, and not before', async () => {
    const login = await loggedIn();
    time.advance(HALF_A_DAY - 1);
    expect(await members(other, login)).toBe(200);
    time.advance(1);
    expect(await members(other, login)).toBe(401);
  });

  it('is known to a process that starts later, and so is its end', async () => {
    const [on, over] = [await loggedIn(), await loggedIn()];
    await one.app.inject({ method: 'DELETE', url: '/api/session/', headers: { cookie: over.cookie, 'x-csrftoken': over.csrf } });
    const third = await ApiOnStore.started(store, time);
    expect([await members(third, on), await members(third, over)]).toEqual([200, 401]);
    await third.app.close();
  });

  it('is in the log with who it was and when, and with nothing that opens it', async () => {
    const { id, cookie, csrf } = await loggedIn();
    const log = await store.readAll({ limit: 100_000, filter: { categories: ['session'] } });
    expect(log.at(-1)).toMatchObject({ type: 'session-started', data: { member_id: id }, metadata: { org: 'default', actor: `member:${id}` } });
    for (const secret of [csrf, cookie.split('; ')[0]!.slice('sessionid='.length)]) expect(JSON.stringify(log)).not.toContain(secret);
  });
});

const show = ({ app }: ApiOnStore, { cookie }: Pick<Login, 'cookie'>) => app.inject({ url: '/api/session/', headers: { cookie } });

describe('whoever is logged in', () => {
  it.each(['analyst', 'auditor'])('learns who they are, as an %s', async (role) => {
    const login = await loggedIn(role);
    const answer = await show(other, login);
    expect([answer.statusCode, answer.json()]).toMatchObject([
      200,
      {
        organization: 'default',
        member: { id: login.id, email: login.email, role, has_password: true },
        scopes: expect.arrayContaining(['cases:read']),
        expires_at: new Date(time.now() + HALF_A_DAY).toISOString(),
      },
    ]);
    expect(answer.headers['cache-control']).toBe('private, no-store');
  });

  const NEW = 'a staple of another kind';
  const changePassword = ({ cookie, csrf }: Pick<Login, 'cookie' | 'csrf'>, current_password: string, headers: Record<string, string> = {}) =>
    one.app.inject({
      method: 'PATCH', url: '/api/session/', payload: { current_password, password: NEW }, headers: { cookie, 'x-csrftoken': csrf, ...headers },
    });

  it('changes their password: this session goes on with another cookie, and every other one ends', async () => {
    const login = await loggedIn();
    const elsewhere = await logInAgain(login);
    const answer = await changePassword(login, PASSWORD);
    expect([answer.statusCode, answer.json()]).toMatchObject([200, { member: { id: login.id }, expires_at: expect.any(String) }]);
    const renewed = { ...login, ...cookiesOf(answer) };
    expect(await Promise.all([renewed, login, elsewhere].map((each) => members(one, each)))).toEqual([200, 401, 401]);
    await until(async () => (await members(other, renewed)) === 200);
    expect(await members(other, login)).toBe(401);
    expect((await logIn(one, { email: login.email, password: PASSWORD })).statusCode).toBe(401);
    await logInAgain(login, NEW);
    const log = JSON.stringify(await store.readStream(`member-default.${login.id}`));
    for (const secret of [PASSWORD, NEW]) expect(log).not.toContain(secret);
  });

  it('changes it once, however often the request comes', async () => {
    const login = await loggedIn();
    const key = { 'idempotency-key': 'a-change-of-password' };
    const answer = await changePassword(login, PASSWORD, key);
    const again = await changePassword(cookiesOf(answer), PASSWORD, key);
    expect([answer.statusCode, again.statusCode, again.headers['idempotency-replayed']]).toEqual([200, 200, 'true']);
    expect(again.json()).toEqual(answer.json());
    expect((await store.readStream(`member-default.${login.id}`)).map(({ type }) => type)).toEqual(['member-added', 'member-password-changed']);
  });

  it('changes nothing without the password of before, and is slowed down when they guess it', async () => {
    const login = await loggedIn();
    const first = await changePassword(login, 'not the password');
    expect([first.statusCode, first.json()]).toEqual([400, { current_password: ['This is not your password.'] }]);
    const more = await Promise.all(Array.from({ length: 6 }, () => changePassword(login, 'not the password')));
    expect(more.map(({ statusCode }) => statusCode)).toContain(429);
    expect(await members(one, login)).toBe(200);
    expect((await store.readStream(`member-default.${login.id}`)).map(({ type }) => type)).toEqual(['member-added']);
  });

  it('changes nothing without the token of the session', async () => {
    const login = await loggedIn();
    expect((await changePassword(login, PASSWORD, { 'x-csrftoken': 'planted' })).json()).toMatchObject({ code: 'csrf_failed' });
    expect(await members(one, login)).toBe(200);
  });
});

describe('logging in', () => {
  it('is not for an address that many wrong credentials came from; whoever is logged in goes on', async () => {
    const login = await loggedIn();
    const remoteAddress = '203.0.113.5';
    const credentials = { grant_type: 'client_credentials', client_id: '11111111-1111-4111-8111-111111111111', client_secret: 'not the secret' };
    const ask = (url: string, payload: object) => one.app.inject({ method: 'POST', url, payload, remoteAddress });
    await Promise.all(Array.from({ length: 32 }, () => ask('/api/oauth/token/', credentials)));
    const refused = await ask('/api/session/', { email: login.email, password: PASSWORD });
    expect([refused.statusCode, refused.headers['retry-after'], refused.json()]).toMatchObject([429, '5', { code: 'too_many_attempts' }]);
    expect((await one.app.inject({ url: '/api/session/', headers: { cookie: login.cookie }, remoteAddress })).statusCode).toBe(200);
    time.advance(5_000);
    expect((await ask('/api/session/', { email: login.email, password: PASSWORD })).statusCode).toBe(201);
  });

  it.each([
    ['a form', 'application/x-www-form-urlencoded', `email=a@b.io&password=${PASSWORD}`],
    ['plain text', 'text/plain', JSON.stringify({ email: 'a@b.io', password: PASSWORD })],
  ])('is nothing that a form of another site can do: %s', async (_, type, payload) => {
    expect((await logIn(one, payload, { 'content-type': type })).statusCode).toBe(415);
  });
});
