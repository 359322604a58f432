import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { API_VERSIONS } from '#http';
import { type Node, openApiProblems } from '#http/testing';
import { eventually } from '../support/eventually.js';
import { Service } from '../support/service.js';
import { CASE, CHECK, CUSTOMER, DOCUMENT, pageOfTable, STARTED_CASE } from './field-tables.js';
import { Generation } from './generation.js';

jest.setTimeout(120_000);

interface ThingBody {
  readonly id: number;
}

interface CaseBody extends ThingBody {
  readonly checks: readonly ThingBody[];
}

let service: Service;
beforeAll(async () => {
  service = await Service.started();
});
afterAll(() => service.dispose());

const bare = /^[0-9a-f-]{36}$/;

describe.each(API_VERSIONS)('a client of version %d', (version) => {
  let client: Generation;
  let customer: ThingBody;
  let opened: CaseBody;
  const newest = async (): Promise<object> => (await service.api.request('GET', `/api/cases/${opened.id}/`)).body as object;

  beforeAll(async () => {
    client = await Generation.of(version, service);
  });

  it('reads a description of what it knows', async () => {
    const { body } = await service.api.anonymous('GET', `/openapi.json?version=${version}`);
    expect(openApiProblems(body as Node)).toEqual([]);
    const { schemas } = (body as { components: { schemas: Record<string, { properties: object }> } }).components;
    const fields = (name: string): readonly string[] => Object.keys(schemas[name]?.properties ?? {});
    expect([fields('Case'), fields('Check'), fields('Customer')]).toEqual([CASE, CHECK, CUSTOMER].map((table) => Object.keys(table[version])));
    expect([fields('UpdateCase'), fields('UpdateCustomer')].map(({ length }) => length > 0)).toEqual([version > 2, version > 1]);
  });

  it('makes a customer, and finds it', async () => {
    customer = await client.expect(201, CUSTOMER[version], client.send('create-customer'));
    expect(await client.expect(200, CUSTOMER[version], client.request('GET', `/api/customers/${customer.id}/`))).toEqual(customer);
    await eventually(async () => {
      const page = await client.expect(200, pageOfTable(CUSTOMER[version]), client.request('GET', '/api/customers/?search=john'));
      expect(page.results).toContainEqual(customer);
    });
    expect((await client.send('create-customer')).body).toEqual({ external_id: ['A customer with this external_id already exists.'] });
  });

  it('opens a case, and finds it', async () => {
    opened = await client.expect(201, CASE[version], client.send(version === 2 ? 'create-case-with-checks' : 'create-case'));
    expect(await client.expect(200, CASE[version], client.request('GET', `/api/cases/${opened.id}/`))).toEqual(opened);
    await eventually(async () => {
      const page = await client.expect(200, pageOfTable(CASE[version]), client.request('GET', '/api/cases/'));
      expect(page.results).toContainEqual(opened);
    });
  });

  it('adds a check', async () => {
    const added = await client.expect<ThingBody>(201, CHECK[version], client.send('create-check', { case: opened.id }));
    expect(await client.expect(200, CHECK[version], client.request('GET', `/api/checks/${added.id}/`))).toEqual(added);
    await eventually(async () => {
      const page = await client.expect(200, pageOfTable(CHECK[version]), client.request('GET', `/api/checks/?case_id=${opened.id}`));
      expect(page.count).toBe(3);
    });
  });

  it('uploads a document', async () => {
    const uploaded = await client.expect<ThingBody>(201, DOCUMENT[version], client.send('upload-document', { case: opened.id }));
    expect(uploaded).toMatchObject({ original_name: 'document.pdf', content_type: 'application/pdf', case: opened.id, check: null, customer: null });
    if (version === 1) expect(uploaded).toMatchObject({ file: 'JVBERi0xLjQKJeLjz9MKMSAwIG9iago8PC9UeXBlL0NhdGFsb2c+PgplbmRvYmoKdHJhaWxlcgo8PC9Sb290IDEgMCBSPj4KJSVFT0YK' });
    expect(await client.expect(200, DOCUMENT[version], client.request('GET', `/api/documents/${uploaded.id}/`))).toEqual(uploaded);
    const { file: _, ...known } = uploaded as ThingBody & { readonly file?: string };
    await eventually(async () => {
      const page = await client.expect(200, pageOfTable(DOCUMENT[3]), client.request('GET', '/api/documents/'));
      expect(page.results).toContainEqual(known);
    });
    const kept = await client.request('POST', '/api/documents/', { json: { file: 'SGVsbG8=', original_name: 'note.txt', delete_after: 366 } });
    expect(kept.status).toBe(version === 1 ? 400 : 201);
  });

  it('finds by outcome what it is shown with that outcome', async () => {
    const pending = client.request('GET', '/api/cases/?outcome=PENDING');
    const found = await client.expect<{ readonly results: readonly ThingBody[] }>(200, pageOfTable(CASE[version]), pending);
    expect(found.results.some(({ id }) => id === opened.id)).toBe(version === 1);
    const checks = (query: string): Promise<{ readonly count: number }> =>
      client.expect(200, pageOfTable(CHECK[version]), client.request('GET', `/api/checks/?case_id=${opened.id}&${query}`));
    expect((await checks('outcome=PENDING')).count).toBe(version === 1 ? 3 : 0);
    expect((await checks(version === 1 ? 'status=PROCESSING' : 'status=PENDING')).count).toBe(3);
  });

  it('starts it', async () => {
    const start = () => client.request('POST', `/api/cases/${opened.id}/start/`);
    // A case of version 1 begins by itself.
    if (version > 1) expect(await client.expect(200, STARTED_CASE[version], start())).toMatchObject({ action_taken: 'started' });
    expect(await client.expect(202, STARTED_CASE[version], start())).toMatchObject({ action_taken: 'noop_already_running' });
  });

  it('sees it decided', async () => {
    const { checks } = (await client.request('GET', `/api/cases/${opened.id}/`)).body as CaseBody;
    const decision = { outcome: 'REJECTED', risk_score: 0.9, title: 'On a list', note: 'OFAC', reasoning: ['The same name.', 'The same birthday.'] };
    for (const check of checks) {
      await client.expect(200, CHECK[version], client.request('POST', `/api/checks/${check.id}/decide/`, { json: decision }));
    }
    const decided = await client.expect(200, CASE[version], client.request('GET', `/api/cases/${opened.id}/`));
    expect(decided).toMatchObject({ outcome: 'REJECTED', risk_score: 0.9, ...(version === 1 ? { status: 'COMPLETED' } : { is_complete: true, failed: false }) });
    expect(decided.checks).toContainEqual(
      expect.objectContaining(version === 1 ? { reasoning: 'The same name.\n\nThe same birthday.', status: 'COMPLETED' } : { reasoning: decision.reasoning }),
    );
  });

  it('starts it again: a new case from versions 1 and 2, with leave alone from version 3', async () => {
    const again = client.request('POST', `/api/cases/${opened.id}/start/`);
    if (version === 3) {
      expect(await client.expect(202, STARTED_CASE[version], again)).toMatchObject({ id: opened.id, action_taken: 'noop_already_started' });
    } else {
      const restarted = await client.expect<CaseBody>(200, STARTED_CASE[version], again);
      expect(restarted).toMatchObject({ action_taken: 'restarted' });
      expect(restarted.id).not.toBe(opened.id);
      expect(await newest()).toMatchObject({ id: opened.id, archived: true });
    }
  });

  it('writes what its version has, and nothing else of a case', async () => {
    const json = {
      customer_id: customer.id, notes: 'n', rfi: 'r', external_id: `of-${version}`, metadata: { a: 1 }, auto_start: false, checks: [{ check_type: 'PEP' }],
      sync_platforms: [{ domain: 'acme.my.salesforce.com', id: '500A' }],
    };
    const answer = await client.request('POST', '/api/cases/', { json });
    opened = answer.body as CaseBody;
    expect(await newest()).toMatchObject({
      note: version === 1 ? 'n' : null,
      rfi: version === 1 ? { title: expect.any(String), body: 'r', details: {} } : null,
      external_id: version === 3 ? 'of-3' : expect.stringMatching(bare),
      metadata: version === 3 ? { a: 1 } : null,
      sync_platforms: version === 3 ? json.sync_platforms : [],
      status: version === 1 ? 'PROCESSING' : 'PENDING',
    });
    const ignored = { 1: 'external_id, metadata, auto_start, sync_platforms', 2: 'notes, rfi, external_id, metadata, sync_platforms', 3: 'notes, rfi' };
    expect(answer.headers.get('casetrail-ignored-fields')).toBe(ignored[version]);
  });

  it('updates a customer, where its version can', async () => {
    const json = { external_id: 'nobody' };
    const statuses = await Promise.all(
      [['POST', '/api/customers/update/'], ['PATCH', '/api/customers/update/'], ['PATCH', `/api/cases/${opened.id}/`]].map(async ([method = '', path = '']) => {
        const { status, body } = await client.request(method, path, { json: path.startsWith('/api/cases/') ? {} : json });
        return [status, (body as { readonly code?: string }).code];
      }),
    );
    const gone = [404, 'not_in_this_version'];
    expect(statuses).toEqual([
      version === 1 ? gone : [404, 'customer_not_found'], version < 3 ? gone : [404, 'customer_not_found'], version < 3 ? gone : [200, undefined],
    ]);
    if (version > 1) expect(await client.expect(200, CUSTOMER[version], client.send('update-customer'))).toMatchObject({ full_name: 'Jane Smith' });
  });

  it('is refused by the rules of its version, in its words', async () => {
    const refused = async (json: object): Promise<unknown> => (await client.request('POST', '/api/cases/', { json: { customer_id: customer.id, ...json } })).body;
    const [most, least] = version === 1 ? [365, 0] : [36_500, -1];
    expect(await refused({ delete_after: most + 1 })).toEqual({ delete_after: [`Ensure this value is less than or equal to ${most}.`] });
    expect(await refused({ checks: [{ check_type: 'PEP', delete_after: least - 1 }] })).toEqual({
      checks: [{ delete_after: [`Ensure this value is greater than or equal to ${least}.`] }],
    });
    const withoutType = await client.request('POST', '/api/checks/', { json: { case_id: opened.id, check_type: null } });
    expect(withoutType.status).toBe(version === 1 ? 400 : 201);
    if (version === 1) expect(await refused({ notes: 1 })).toEqual({ notes: ['Not a valid string.'] });
  });
});

it('a client of version 2 opens a case by the customer’s id, as documented', async () => {
  const client = await Generation.of(2, service);
  const { id } = await client.expect<ThingBody>(201, CUSTOMER[2], client.request('POST', '/api/customers/', { json: { full_name: 'Jane Smith' } }));
  expect(await client.expect(201, CASE[2], client.send('create-case', { customer: id }))).toMatchObject({
    customer: { id }, webhook_url: 'https://example.com/webhook/case-complete', delete_after: 30, checks: [], is_complete: false, failed: false, outcome: null,
  });
});
