import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { CaseBody } from '../support/api-bodies.js';
import { ApiClient } from '../support/api-client.js';
import { forgeToken } from '../support/forge-token.js';
import { addOrganization } from '../support/second-organization.js';
import { Service } from '../support/service.js';

jest.setTimeout(120_000);

const OTHER = { slug: 'other', client: { id: '22222222-2222-4222-8222-222222222222', secret: 'the secret of another one' } } as const;

type Ids = Readonly<Record<'case' | 'customer' | 'check', number>>;

/** The text with the ids in their places. */
const filled = (text: string, ids: Ids): string => text.replaceAll(/\{(case|customer|check)\}/g, (_, name: keyof Ids) => String(ids[name]));

describe('access', () => {
  const masterKey = randomBytes(32);
  const service = new Service({ CASETRAIL_MASTER_KEY: masterKey.toString('base64') });
  let issued: string;
  let made: CaseBody;

  beforeAll(async () => {
    await addOrganization(service, OTHER);
    await service.start();
    issued = await service.api.token();
    made = await service.api.createCase({ customer: { full_name: 'Ada', external_id: 'ada' }, checks: [{ check_type: 'PEP' }], external_id: 'first' });
  });
  afterAll(() => service.dispose());

  const answerTo = (authorization: string | undefined) =>
    service.api.anonymous('GET', '/api/cases/', authorization === undefined ? {} : { headers: { authorization } });

  it('is had by the credentials of a client, as JSON, as a form or by HTTP Basic', async () => {
    const { id, secret } = service.api.credentials;
    const grant_type = 'client_credentials';
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const ways = [
      { json: { grant_type, client_id: id, client_secret: secret } },
      { raw: new URLSearchParams({ grant_type, client_id: id, client_secret: secret }).toString(), headers: form },
      { json: { grant_type }, headers: { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` } },
    ];
    for (const way of ways) {
      const { status, body } = await service.api.anonymous('POST', '/api/oauth/token/', way);
      expect({ status, body }).toMatchObject({ status: 200, body: { token_type: 'Bearer', expires_in: 900 } });
      expect((await answerTo(`Bearer ${(body as { access_token: string }).access_token}`)).status).toBe(200);
    }
  });

  it.each([
    ['a wrong secret', { client_secret: 'not the secret at all' }, 401, 'invalid_client'],
    ['an unknown client', { client_id: '99999999-9999-4999-8999-999999999999' }, 401, 'invalid_client'],
    ['another grant', { grant_type: 'password' }, 400, 'unsupported_grant_type'],
    ['no grant', { grant_type: undefined }, 400, 'invalid_request'],
    ['no secret', { client_secret: undefined }, 400, 'invalid_request'],
    ['a scope that does not exist', { scope: 'everything' }, 400, 'invalid_scope'],
  ])('is not had by %s', async (_, changes, status, error) => {
    const { id, secret } = service.api.credentials;
    const json = { grant_type: 'client_credentials', client_id: id, client_secret: secret, ...changes };
    const answer = await service.api.anonymous('POST', '/api/oauth/token/', { json });
    expect(answer).toMatchObject({ status, body: { error } });
  });

  it('needs a token', async () => {
    const answer = await answerTo(undefined);
    expect(answer).toMatchObject({ status: 401, body: { code: 'not_authenticated' } });
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/);
  });

  it.each<[string, () => string | Promise<string>]>([
    ['garbage', () => 'garbage'],
    ['of another form', () => Buffer.from('user:password').toString('base64')],
    ['changed', () => `${issued.slice(0, -8)}AAAAAAAA`],
    ['without a signature', () => `${Buffer.from('{"alg":"none","typ":"at+jwt"}').toString('base64url')}.${issued.split('.')[1]}.`],
    ['signed with a key of its own', () => forgeToken(issued, {}, randomBytes(32))],
    ['expired', () => forgeToken(issued, { exp: Math.floor(Date.now() / 1000) - 1 }, masterKey)],
    ['for another audience', () => forgeToken(issued, { aud: 'https://other.example.com' }, masterKey)],
    ['of another issuer', () => forgeToken(issued, { iss: 'https://other.example.com' }, masterKey)],
    ['of a client that does not exist', () => forgeToken(issued, { client_id: '99999999-9999-4999-8999-999999999999' }, masterKey)],
    ["of a client in another organization's name", () => forgeToken(issued, { org: OTHER.slug }, masterKey)],
  ])('is not had by a token that is %s', async (_, make) => {
    const answer = await answerTo(`Bearer ${await make()}`);
    expect(answer).toMatchObject({ status: 401, body: { code: 'invalid_token' } });
    expect(answer.headers.get('www-authenticate')).toContain('error="invalid_token"');
  });

  it('is had by a token that was only signed anew', async () => {
    expect((await answerTo(`Bearer ${await forgeToken(issued, {}, masterKey)}`)).status).toBe(200);
  });

  it.each([
    ['POST', '/api/cases/', 'cases:write'],
    ['GET', '/api/cases/', 'cases:read'],
    ['POST', '/api/customers/', 'customers:write'],
    ['GET', '/api/customers/', 'customers:read'],
    ['POST', '/api/checks/128/decide/', 'decisions:write'],
    ['POST', '/api/cases/1/decide/', 'decisions:write'],
    ['POST', '/api/cases/1/notes/', 'cases:write'],
    ['POST', '/api/cases/1/assign/', 'cases:write'],
    ['POST', '/api/customers/update/', 'customers:write'],
    ['GET', '/api/cases/1/history/', 'audit:read'],
  ])('to %s %s needs its scope', async (method, path, scope) => {
    const all = 'cases:read cases:write customers:read customers:write decisions:write audit:read'.split(' ');
    const token = await service.api.freshToken(all.filter((name) => name !== scope).join(' '));
    const options = { headers: { authorization: `Bearer ${token}` }, ...(method === 'POST' ? { json: {} } : {}) };
    const answer = await service.api.anonymous(method, path, options);
    expect(answer).toMatchObject({ status: 403, body: { code: 'insufficient_scope' } });
    expect(answer.headers.get('www-authenticate')).toContain(`scope="${scope}"`);
  });

  describe('of another organization', () => {
    const stranger = new ApiClient(() => service.url, OTHER.client);

    it.each<[method: string, path: string, json?: object]>([
      ['GET', '/api/cases/{case}/'],
      ['GET', '/api/cases/{case}/history/'],
      ['GET', '/api/cases/{case}/?as_of=0'],
      ['POST', '/api/cases/{case}/start/'],
      ['PATCH', '/api/cases/{case}/', { delete_after: 1 }],
      ['PATCH', '/api/cases/{case}/', { external_id: 'of-another-one' }],
      ['POST', '/api/cases/{case}/decide/', { outcome: 'ACCEPTED', note: 'x' }],
      ['POST', '/api/cases/{case}/notes/', { note: 'x' }],
      ['POST', '/api/cases/{case}/assign/', { assignee: null }],
      ['GET', '/api/customers/{customer}/'],
      ['GET', '/api/checks/{check}/'],
      ['POST', '/api/checks/{check}/decide/', { outcome: 'ACCEPTED' }],
      ['POST', '/api/checks/{check}/skip/', { reason: 'x' }],
      ['POST', '/api/checks/{check}/fail/', { reason: 'x' }],
    ])('gets the answer of a thing that does not exist: %s %s', async (method, path, ...[json]) => {
      const ask = async (ids: Ids): Promise<object> => {
        const { status, body } = await stranger.request(method, filled(path, ids), json === undefined ? {} : { json });
        return { status, body };
      };
      const theirs = await ask({ case: made.id, customer: made.customer.id, check: made.checks[0]!.id });
      expect(theirs).toMatchObject({ status: 404 });
      expect(theirs).toEqual(await ask({ case: 4_000_000, customer: 4_000_000, check: 512_000_000 }));
    });

    it('cannot name its things in what it makes', async () => {
      const notThere = (id: number) => [`Invalid pk "${id}" - object does not exist.`];
      const aCase = await stranger.request('POST', '/api/cases/', { json: { customer_id: made.customer.id } });
      expect(aCase).toMatchObject({ status: 400, body: { customer_id: notThere(made.customer.id) } });
      const update = await stranger.request('PATCH', '/api/customers/update/', { json: { external_id: 'ada', full_name: 'x' } });
      expect(update).toMatchObject({ status: 404, body: { detail: 'Not found.' } });
      const aCheck = await stranger.request('POST', '/api/checks/', { json: { case_id: made.id, check_type: 'PEP' } });
      expect(aCheck).toMatchObject({ status: 400, body: { case_id: notThere(made.id) } });
    });

    it('sees empty lists, and may use the same external ids', async () => {
      expect(await stranger.listCases()).toMatchObject({ count: 0 });
      const theirs = await stranger.createCase({ external_id: 'first', customer: { external_id: 'ada', full_name: 'Another Ada' } });
      expect(theirs.id).toBe(1);
      expect(await service.api.getCase(made.id)).toEqual(made);
    });
  });
});
