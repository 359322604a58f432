import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { ApiClient } from '../support/api-client.js';
import { eventually } from '../support/eventually.js';
import { Service, WEBHOOK_SECRET } from '../support/service.js';
import { startWebhookReceiver } from '../support/webhook-receiver.js';

jest.setTimeout(120_000);

const FIRST_SIX = ['cases:read', 'cases:write', 'customers:read', 'customers:write', 'documents:write', 'decisions:write'];
const ALL_BUT_OPERATOR = [...FIRST_SIX, 'configs:write', 'audit:read', 'admin'];

interface ClientBody {
  readonly client_id: string;
  readonly client_secret: string;
  readonly scopes: readonly string[];
}

const service = new Service();
beforeAll(() => service.start());
afterAll(() => service.dispose());

const as = ({ client_id: id, client_secret: secret }: ClientBody): ApiClient => new ApiClient(() => service.url, { id, secret });
const create = (slug: string, api = service.api) => api.request('POST', '/api/organizations/', { json: { slug, name: `The ${slug}` } });
const created = async (slug: string): Promise<ApiClient> => as(((await create(slug)).body as { client: ClientBody }).client);
const register = (json: object, api = service.api) => api.request('POST', '/api/clients/', { json });
const registered = async (json: object = {}, api = service.api): Promise<ClientBody> =>
  (await register({ name: 'onboarding', ...json }, api)).body as ClientBody;
const listed = async (path: string, api = service.api): Promise<readonly object[]> =>
  ((await api.request('GET', `${path}?page_size=200`)).body as { results: object[] }).results;

describe('organizations', () => {
  it('come with a client that may do everything within them', async () => {
    const { status, headers, body } = await create('acme');
    const client = { client_id: expect.any(String), client_secret: expect.any(String), scopes: ALL_BUT_OPERATOR };
    expect([status, headers.get('cache-control'), body]).toEqual([201, 'no-store', { slug: 'acme', name: 'The acme', client }]);
    const acme = as((body as { client: ClientBody }).client);
    const made = await acme.createCase({ customer: { full_name: 'Ada' } });
    expect((await acme.getCase(made.id)).customer.full_name).toBe('Ada');
    expect((await service.api.request('GET', `/api/cases/${made.id + 1_000_000}/`)).status).toBe(404);
  });

  it('have a slug of their own, and are listed at once', async () => {
    await created('bank');
    expect(await create('bank')).toMatchObject({ status: 400, body: { slug: ['An organization with this slug already exists.'] } });
    expect(await create('Bank')).toMatchObject({ status: 400, body: { slug: [expect.any(String)] } });
    const [newest] = await listed('/api/organizations/');
    expect(newest).toEqual({ slug: 'bank', name: 'The bank', created_at: expect.any(String) });
    expect(await listed('/api/organizations/')).toContainEqual(expect.objectContaining({ slug: 'default' }));
  });

  it('are told their secret again when the request comes again with its key', async () => {
    const ask = () => service.api.request('POST', '/api/organizations/', { json: { slug: 'again', name: 'A' }, headers: { 'idempotency-key': 'again' } });
    const [first, second] = [await ask(), await ask()];
    expect(second).toMatchObject({ status: 201, body: first.body });
    await expect(as((second.body as { client: ClientBody }).client).token()).resolves.toBeDefined();
  });

  it('are the business of operators alone', async () => {
    const ours = await created('clinic');
    expect((await create('another', ours)).status).toBe(403);
    expect((await ours.request('GET', '/api/organizations/')).status).toBe(403);
  });
});

describe('clients', () => {
  it('are registered for the daily work, with a secret that is shown once', async () => {
    const { status, body } = await register({ name: 'onboarding' });
    const { client_secret: secret, ...shown } = body as ClientBody;
    expect([status, shown]).toEqual([
      201,
      { client_id: expect.any(String), name: 'onboarding', scopes: FIRST_SIX, api_version: 3, registered_at: expect.any(String), revoked_at: null },
    ]);
    expect(await listed('/api/clients/')).toContainEqual(shown);
    expect((await as(body as ClientBody).listCases()).count).toBeGreaterThanOrEqual(0);
    expect(service.output).not.toContain(secret);
  });

  it('stop working when they are revoked, with the tokens that they have', async () => {
    const made = await registered();
    const client = as(made);
    await client.token();
    const revoke = () => service.api.request('DELETE', `/api/clients/${made.client_id}/`);
    expect([(await revoke()).status, (await revoke()).status]).toEqual([204, 204]);
    await eventually(async () => {
      expect(await client.request('GET', '/api/cases/')).toMatchObject({ status: 401, body: { code: 'invalid_token' } });
      await expect(client.freshToken()).rejects.toMatchObject({ answer: { status: 401, body: { error: 'invalid_client' } } });
    }, { withinMs: 5_000 });
    await service.restart();
    expect((await client.request('GET', '/api/cases/')).status).toBe(401);
    expect(await listed('/api/clients/')).toContainEqual(expect.objectContaining({ client_id: made.client_id, revoked_at: expect.any(String) }));
  });

  it('belong to their organization', async () => {
    const { client_id: id } = await registered();
    const other = await created('depot');
    expect((await other.request('DELETE', `/api/clients/${id}/`)).status).toBe(404);
    expect(await listed('/api/clients/', other)).toHaveLength(1);
  });

  it('are given what goes beyond the organization by those alone who have it', async () => {
    const other = await created('estate');
    expect(await register({ name: 'x', scopes: ['operator'] }, other)).toMatchObject({ status: 403, body: { code: 'insufficient_scope' } });
    expect((await registered({ scopes: ['operator'] })).scopes).toEqual(['operator']);
    expect((await register({ name: 'x' }, as(await registered()))).status).toBe(403);
  });

  it.each([
    ['no name', {}, { name: ['This field is required.'] }],
    ['a scope that there is not', { name: 'x', scopes: ['everything'] }, { scopes: { 0: ['"everything" is not a valid choice.'] } }],
    ['a version that there is not', { name: 'x', api_version: 4 }, { api_version: ['"4" is not a valid choice.'] }],
  ])('are refused: %s', async (_, json, errors) => {
    const { status, body } = await register(json);
    expect([status, body]).toEqual([400, errors]);
  });
});

describe('webhook secrets', () => {
  const rotate = async (json: object) => (await service.api.request('POST', '/api/webhook-secrets/', { json })).body as { secret_id: string; secret: string };
  const retire = async (id: string) => (await service.api.request('DELETE', `/api/webhook-secrets/${id}/`)).status;

  it('overlap, so that receivers change from one to the other whenever they like', async () => {
    const { secret_id: id, secret } = await rotate({ overlap_hours: 1 });
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const [newest, older] = (await listed('/api/webhook-secrets/')) as { secret_id: string; valid_until: string | null }[];
    expect(newest).toEqual({ secret_id: id, added_at: expect.any(String), valid_until: null });
    const left = Date.parse(older!.valid_until!) - Date.now();
    expect(left).toBeGreaterThan(3_500_000);
    expect(left).toBeLessThan(3_700_000);

    for (const known of [WEBHOOK_SECRET, secret]) {
      const receiver = await startWebhookReceiver([known]);
      await completeCase(receiver.url);
      const [delivery] = await receiver.arrived(1);
      expect(delivery?.verdict).toBe('valid');
      await receiver.close();
    }
    expect([await retire(id), await retire(older!.secret_id), await retire(older!.secret_id)]).toEqual([409, 204, 204]);
  });

  it('belong to their organization, and are never shown again', async () => {
    const { secret_id: id, secret } = await rotate({});
    const other = await created('foundry');
    expect((await other.request('DELETE', `/api/webhook-secrets/${id}/`)).status).toBe(404);
    expect(await listed('/api/webhook-secrets/', other)).toEqual([]);
    expect(JSON.stringify(await listed('/api/webhook-secrets/'))).not.toContain(secret);
    const log = await service.openLog();
    expect(JSON.stringify(await log.readAll({ filter: { categories: ['organization'] } }))).not.toContain(secret);
    await log.close();
  });

  const completeCase = async (url: string) => {
    const made = await service.api.createCase({ customer: { full_name: 'Ada' }, checks: [{ check_type: 'PEP' }], webhook_url: url });
    await service.api.decideCheck(made.checks[0]!.id, { outcome: 'ACCEPTED' });
  };
});
