import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { ApiClient } from '../support/api-client.js';
import { addOrganization } from '../support/second-organization.js';
import { Service } from '../support/service.js';

jest.setTimeout(120_000);

const BANK = { slug: 'bank', client: { id: '22222222-2222-4222-8222-222222222222', secret: 'the-secret-of-the-bank' } };

interface ProducerBody {
  readonly producer_id: string;
  readonly secret: string;
}

const service = new Service();
const ofBank = new ApiClient(() => service.url, BANK.client);
beforeAll(async () => {
  await addOrganization(service, BANK);
  await service.start();
});
afterAll(() => service.dispose());

const register = async (json: object) => service.api.request('POST', '/api/producers/', { json });
const registered = async (name: string) => (await register({ name, scopes: ['decisions:write'] })).body as ProducerBody;
const listed = async (api: ApiClient) => (await api.request('GET', '/api/producers/')).body as { count: number; results: object[] };

describe('producers over HTTP', () => {
  it('are registered with a secret that is shown once', async () => {
    const { status, body } = await register({ name: 'onboarding', scopes: ['cases:write', 'customers:write'] });
    const { secret, ...shown } = body as ProducerBody;
    expect([status, shown]).toEqual([
      201,
      { producer_id: expect.any(String), name: 'onboarding', scopes: ['cases:write', 'customers:write'], registered_at: expect.any(String), revoked_at: null },
    ]);
    expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
    expect((await listed(service.api)).results).toContainEqual(shown);
    expect(service.output).not.toContain(secret);
  });

  it('are revoked once, and stay on the list', async () => {
    const { producer_id: id } = await registered('screening');
    const path = `/api/producers/${id.toUpperCase()}/`;
    expect([(await service.api.request('DELETE', path)).status, (await service.api.request('DELETE', path)).status]).toEqual([204, 204]);
    expect((await listed(service.api)).results).toContainEqual(expect.objectContaining({ producer_id: id, revoked_at: expect.any(String) }));
  });

  it('belong to their organization', async () => {
    const { producer_id: id } = await registered('documents');
    expect((await ofBank.request('DELETE', `/api/producers/${id}/`)).status).toBe(404);
    expect(await listed(ofBank)).toMatchObject({ count: 0, results: [] });
  });

  it('need a client with the scope admin', async () => {
    const headers = { authorization: `Bearer ${await service.api.freshToken('cases:write')}` };
    const answer = await service.api.anonymous('POST', '/api/producers/', { json: { name: 'x', scopes: ['cases:write'] }, headers });
    expect([answer.status, answer.body]).toMatchObject([403, { code: 'insufficient_scope' }]);
  });

  it.each([
    ['no name', { scopes: ['cases:write'] }, { name: ['This field is required.'] }],
    ['no scopes', { name: 'x', scopes: [] }, { scopes: ['Ensure this field has at least 1 elements.'] }],
    ['a scope that no command needs', { name: 'x', scopes: ['operator'] }, { scopes: { 0: ['"operator" is not a valid choice.'] } }],
  ])('are refused: %s', async (_, json, errors) => {
    const { status, body } = await register(json);
    expect([status, body]).toEqual([400, errors]);
  });
});
