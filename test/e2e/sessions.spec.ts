import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { ApiClient } from '../support/api-client.js';
import { eventually } from '../support/eventually.js';
import { addOrganization } from '../support/second-organization.js';
import { Service } from '../support/service.js';
import { SessionClient } from '../support/session-client.js';

jest.setTimeout(120_000);

const BANK = { slug: 'bank', client: { id: '22222222-2222-4222-8222-222222222222', secret: 'the-secret-of-the-bank' } };
const PASSWORD = 'correct horse battery staple';

const service = new Service();
const ofBank = new ApiClient(() => service.url, BANK.client);
beforeAll(async () => {
  await addOrganization(service, BANK);
  await service.start();
});
afterAll(() => service.dispose());

const browser = (): SessionClient => new SessionClient(() => service.url);
const add = async (email: string, role = 'analyst', password: string | null = PASSWORD, api = service.api): Promise<number> =>
  ((await api.request('POST', '/api/members/', { json: { email, name: email, role, password } })).body as { id: number }).id;
const loggedIn = async (email: string): Promise<SessionClient> => {
  const client = browser();
  expect((await client.logIn({ email, password: PASSWORD })).status).toBe(201);
  return client;
};
const change = (id: number, json: object) => service.api.request('PATCH', `/api/members/${id}/`, { json });
const list = async (client: SessionClient): Promise<number> => (await client.request('GET', '/api/cases/')).status;
const isOut = (client: SessionClient) =>
  eventually(async () => {
    const answer = await client.request('GET', '/api/cases/');
    expect(answer).toMatchObject({ status: 401, body: { code: 'invalid_session' } });
  }, { withinMs: 5_000 });

describe('logging in', () => {
  it('gives a cookie that scripts cannot read, and one that they send back', async () => {
    const id = await add('ada@example.com', 'supervisor');
    const { status, body, headers } = await browser().logIn({ email: 'ADA@example.com', password: PASSWORD });
    expect([status, headers.get('cache-control')]).toEqual([201, 'no-store']);
    expect(body).toMatchObject({ organization: 'default', member: { id, role: 'supervisor' }, expires_at: expect.any(String) });
    const [session = '', csrf = ''] = headers.getSetCookie();
    expect(session).toMatch(/^sessionid=v1\.[\w-]+; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Lax$/);
    expect(csrf).toMatch(/^csrftoken=[\w-]{43}; Path=\/; Expires=[^;]+; SameSite=Lax$/);
    expect(JSON.stringify(body)).not.toContain(/csrftoken=([^;]+)/.exec(csrf)?.[1]);
  });

  it('lets somebody work in their own name', async () => {
    const id = await add('bob@example.com');
    const client = await loggedIn('bob@example.com');
    const made = await client.request('POST', '/api/cases/', { json: { customer: { full_name: 'Ada' } }, headers: { 'casetrail-version': '3' } });
    expect(made.status).toBe(201);
    const history = await service.api.history((made.body as { id: number }).id);
    expect(history.map(({ actor }) => actor)).toContain(`member:${id}`);
  });

  it('tells nobody who there is', async () => {
    await add('carol@example.com');
    await add('without@example.com', 'analyst', null);
    const gone = await add('gone@example.com');
    await service.api.request('DELETE', `/api/members/${gone}/`);
    const attempts = [
      ['carol@example.com', 'not the password'],
      ['without@example.com', ''],
      ['gone@example.com', PASSWORD],
      ['nobody@example.com', PASSWORD],
    ];
    const answers = await Promise.all(attempts.map(([email, password]) => browser().logIn({ email, password })));
    const [first] = answers;
    expect(first).toMatchObject({ status: 401, body: { code: 'wrong_credentials' } });
    for (const { status, body, headers } of answers) {
      expect([status, body]).toEqual([401, first!.body]);
      expect(headers.getSetCookie()).toEqual([]);
    }
  });

  it('needs the organization of those who belong to several', async () => {
    const email = 'dan@example.com';
    await add(email);
    await add(email, 'auditor', PASSWORD, ofBank);
    expect((await browser().logIn({ email, password: PASSWORD })).status).toBe(401);
    for (const [organization, role] of [['default', 'analyst'], ['bank', 'auditor']]) {
      expect((await browser().logIn({ email, password: PASSWORD, organization })).body).toMatchObject({ organization, member: { role } });
    }
    expect((await browser().logIn({ email, password: PASSWORD, organization: 'nowhere' })).status).toBe(401);
  });

  it('slows down whoever guesses, whether there is such a member or not', async () => {
    await add('eve@example.com');
    for (const email of ['eve@example.com', 'ghost@example.com']) {
      const attempts = await Promise.all(Array.from({ length: 8 }, () => browser().logIn({ email, password: 'guess' })));
      const slowed = attempts.filter(({ status }) => status === 429);
      expect(slowed.length).toBeGreaterThanOrEqual(1);
      for (const { headers } of slowed) expect(Number(headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
      expect(attempts.map(({ status }) => status)).not.toContain(201);
    }
  });

  it('never takes over a session that somebody planted', async () => {
    const id = await add('frank@example.com');
    const attacker = await loggedIn('ada@example.com');
    const client = browser().plant('sessionid', attacker.cookies.get('sessionid')!).plant('csrftoken', attacker.cookies.get('csrftoken')!);
    expect((await client.logIn({ email: 'frank@example.com', password: PASSWORD })).body).toMatchObject({ member: { id } });
    for (const name of ['sessionid', 'csrftoken']) expect(client.cookies.get(name)).not.toBe(attacker.cookies.get(name));
    await client.logOut();
    expect(await list(attacker)).toBe(200);
  });
});

describe('a session', () => {
  it('outlives the service', async () => {
    await add('grace@example.com');
    const [on, over] = [await loggedIn('grace@example.com'), await loggedIn('grace@example.com')];
    const cookie = over.cookieHeader;
    await over.logOut();
    await service.restart();
    expect(await list(on)).toBe(200);
    expect((await service.api.anonymous('GET', '/api/cases/', { headers: { cookie } })).status).toBe(401);
  });

  it.each([
    ['analyst', { 'GET /api/cases/': 200, 'POST /api/customers/': 201, 'GET /api/cases/1/history/': 403, 'GET /api/members/': 403 }],
    ['supervisor', { 'GET /api/cases/': 200, 'POST /api/customers/': 201, 'GET /api/members/': 403 }],
    ['auditor', { 'GET /api/cases/': 200, 'POST /api/customers/': 403, 'GET /api/cases/4000000/history/': 404, 'GET /api/members/': 403 }],
    ['admin', { 'GET /api/cases/': 200, 'GET /api/members/': 200, 'GET /api/projections/': 403 }],
  ])('of an %s may do what the role may', async (role, wanted) => {
    await add(`${role}@example.com`, role);
    const client = await loggedIn(`${role}@example.com`);
    const found = await Promise.all(
      Object.keys(wanted).map(async (route) => {
        const [method = '', path = ''] = route.split(' ');
        const options = method === 'POST' ? { json: { full_name: 'Ada' } } : {};
        return [route, (await client.request(method, path, options)).status] as const;
      }),
    );
    expect(Object.fromEntries(found)).toEqual(wanted);
  });

  it('changes nothing without its token', async () => {
    await add('heidi@example.com');
    const client = await loggedIn('heidi@example.com');
    const post = (headers: Record<string, string>) =>
      client.request('POST', '/api/customers/', { json: { full_name: 'Ada' }, headers: { 'x-csrftoken': '', ...headers } });
    expect(await post({})).toMatchObject({ status: 403, body: { code: 'csrf_failed' } });
    expect((await post({ origin: 'https://evil.example' })).status).toBe(403);
    expect((await client.request('DELETE', '/api/session/', { headers: { 'x-csrftoken': 'x' } })).status).toBe(403);
    expect(await list(client)).toBe(200);
  });

  it('ends once and for ever, and no other one with it', async () => {
    await add('ivan@example.com');
    const [one, other] = [await loggedIn('ivan@example.com'), await loggedIn('ivan@example.com')];
    const { cookieHeader: cookie } = one;
    expect(await one.logOut()).toBe(204);
    expect([...one.cookies]).toEqual([]);
    expect((await service.api.anonymous('GET', '/api/cases/', { headers: { cookie } })).status).toBe(401);
    expect([await one.logOut(), await list(other)]).toEqual([204, 200]);
  });

  it('ends with the password that it began with', async () => {
    const id = await add('judy@example.com');
    const client = await loggedIn('judy@example.com');
    await change(id, { name: 'Judy' });
    expect(await list(client)).toBe(200);
    await change(id, { password: 'another password of hers' });
    await isOut(client);
  });

  it('ends when its member is removed', async () => {
    const id = await add('kim@example.com');
    const client = await loggedIn('kim@example.com');
    await service.api.request('DELETE', `/api/members/${id}/`);
    await isOut(client);
    await add('kim@example.com');
    await isOut(client);
  });

  it('leaves no secret in the log or in what is printed', async () => {
    await add('leo@example.com');
    const client = await loggedIn('leo@example.com');
    const log = await service.openLog();
    const events = JSON.stringify(await log.readAll({ filter: { categories: ['session', 'member'] } }));
    await log.close();
    expect(events).toContain('session-started');
    for (const secret of [PASSWORD, ...client.cookies.values()]) {
      expect(events).not.toContain(secret);
      expect(service.output).not.toContain(secret);
    }
  });
});
