import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { ApiClient } from '../support/api-client.js';
import { addOrganization } from '../support/second-organization.js';
import { Service } from '../support/service.js';

jest.setTimeout(120_000);

const BANK = { slug: 'bank', client: { id: '22222222-2222-4222-8222-222222222222', secret: 'the-secret-of-the-bank' } };
const PASSWORD = 'correct horse battery staple';

interface MemberBody {
  readonly id: number;
  readonly email: string;
  readonly name: string;
  readonly role: string;
  readonly has_password: boolean;
}

const service = new Service();
const ofBank = new ApiClient(() => service.url, BANK.client);
beforeAll(async () => {
  await addOrganization(service, BANK);
  await service.start();
});
afterAll(() => service.dispose());

const add = (json: object, api = service.api) => api.request('POST', '/api/members/', { json });
const added = async (email: string) => (await add({ email, name: 'Ada', role: 'analyst' })).body as MemberBody;
const change = (id: number, json: object, api = service.api) => api.request('PATCH', `/api/members/${id}/`, { json });
const remove = async (id: number, api = service.api) => (await api.request('DELETE', `/api/members/${id}/`)).status;
const listed = async (api = service.api) => (await api.request('GET', '/api/members/?page_size=200')).body as { results: MemberBody[] };

describe('members over HTTP', () => {
  it('are added, and listed at once', async () => {
    const { status, body } = await add({ email: 'ada@example.com', name: 'Ada', role: 'supervisor', password: PASSWORD });
    const member = {
      id: expect.any(Number), email: 'ada@example.com', name: 'Ada', role: 'supervisor', has_password: true,
      created_at: expect.any(String), updated_at: expect.any(String),
    };
    expect([status, body]).toEqual([201, member]);
    expect((await listed()).results[0]).toEqual(body);
  });

  it('have an address that nobody else of the organization has', async () => {
    await added('bob@example.com');
    const { status, body } = await add({ email: 'BOB@example.com', name: 'Robert', role: 'admin' });
    expect([status, body]).toEqual([400, { email: ['A member with this email already exists.'] }]);
    expect((await add({ email: 'bob@example.com', name: 'Bob', role: 'admin' }, ofBank)).status).toBe(201);
  });

  it('are one, however many add them at once', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => add({ email: 'carol@example.com', name: 'Carol', role: 'auditor' })));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array.from({ length: 9 }, () => 400)]);
  });

  it('are changed, but for their address', async () => {
    const { id } = await added('dan@example.com');
    expect(await change(id, { role: 'admin', password: PASSWORD })).toMatchObject({ status: 200, body: { name: 'Ada', role: 'admin', has_password: true } });
    expect(await change(id, { password: null })).toMatchObject({ status: 200, body: { has_password: false } });
    expect(await change(id, { email: 'x@example.com' })).toMatchObject({ status: 400, body: { email: [expect.any(String)] } });
  });

  it('are removed, and come back under the same id', async () => {
    const { id } = await added('eve@example.com');
    expect([await remove(id), await remove(id), (await change(id, { name: 'E' })).status]).toEqual([204, 404, 404]);
    expect((await listed()).results).not.toContainEqual(expect.objectContaining({ id }));
    expect(await added('EVE@example.com')).toMatchObject({ id });
  });

  it('belong to their organization', async () => {
    const { id } = await added('frank@example.com');
    expect([await remove(id, ofBank), (await change(id, { name: 'F' }, ofBank)).status]).toEqual([404, 404]);
    expect((await listed(ofBank)).results).not.toContainEqual(expect.objectContaining({ email: 'frank@example.com' }));
  });

  it('leave no password in the log or in what is printed', async () => {
    const log = await service.openLog();
    const events = JSON.stringify(await log.readAll({ filter: { categories: ['member'] } }));
    await log.close();
    for (const trace of [PASSWORD, '$scrypt$']) {
      expect(events).not.toContain(trace);
      expect(service.output).not.toContain(trace);
    }
    expect(events).toContain('member-added');
  });

  it.each([
    ['nothing', {}, { email: ['This field is required.'], name: ['This field is required.'], role: ['This field is required.'] }],
    ['what is no address', { email: 'ada', name: 'A', role: 'admin' }, { email: ['Enter a valid email address.'] }],
    ['a role that there is not', { email: 'a@b.io', name: 'A', role: 'boss' }, { role: ['"boss" is not a valid choice.'] }],
    ['a short password', { email: 'a@b.io', name: 'A', role: 'admin', password: 'short' }, { password: ['Ensure this field has at least 12 characters.'] }],
  ])('are refused with %s', async (_, json, errors) => {
    const { status, body } = await add(json);
    expect([status, body]).toEqual([400, errors]);
  });
});
