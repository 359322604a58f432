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
  readonly cookie: string;
  readonly csrf: string;
}

async function loggedIn(role = 'admin'): Promise<Login> {
  const email = `member${++people}@example.com`;
  const { body } = await one.ask('POST', '/api/members/', { json: { email, name: 'Ada', role, password: PASSWORD } });
  const answer = await logIn(one, { email, password: PASSWORD });
  expect(answer.statusCode).toBe(201);
  const [cookie = '', csrf = ''] = answer.cookies.map(({ value }) => value);
  return { id: body.id as number, cookie: `sessionid=${cookie}; csrftoken=${csrf}`, csrf };
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

describe('logging in', () => {
  it.each([
    ['a form', 'application/x-www-form-urlencoded', `email=a@b.io&password=${PASSWORD}`],
    ['plain text', 'text/plain', JSON.stringify({ email: 'a@b.io', password: PASSWORD })],
  ])('is nothing that a form of another site can do: %s', async (_, type, payload) => {
    expect((await logIn(one, payload, { 'content-type': type })).statusCode).toBe(415);
  });
});
