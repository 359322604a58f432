import type { Answer, ApiClient } from './api-client.js';

/** A request that is right. */
export interface RightRequest {
  readonly path: string;
  readonly json?: unknown;
}

/** What has to be known of a route to ask it for something that is there, and for something that is not. */
export interface RouteFixture {
  /** Makes what the route is about, where it is about something, and says how to ask it. */
  readonly right: (owner: ApiClient) => Promise<RightRequest> | RightRequest;
  readonly status: number;
  /** The same request about something that nobody has; absent where the route is about no one thing. */
  readonly missing?: RightRequest;
}

/** Ids that nothing has. */
const NOBODY = 4_000_000;
const NO_UUID = '99999999-9999-4999-8999-999999999999';

let made = 0;

const customer = { full_name: 'Ada Lovelace', customer_type: 'INDIVIDUAL', input_details: { born: 1815 } };
const checks = [{ check_type: 'PEP' }, { check_type: 'SANCTION' }];
const newCase = (): object => ({
  customer: { ...customer, external_id: `ada-${++made}` },
  checks,
  webhook_url: 'https://example.com/webhooks',
  external_id: `loan-${made}`,
  metadata: { branch: 7, tags: ['a', 'b'] },
  sync_platforms: [{ domain: 'acme.my.salesforce.com', id: '500A' }],
  delete_after: 30,
});

const aCase = (owner: ApiClient) => owner.createCase({ customer, checks });
const aCheck = async (owner: ApiClient): Promise<number> => (await aCase(owner)).checks[0]?.id ?? 0;
const aCustomer = async (owner: ApiClient): Promise<number> => (await aCase(owner)).customer.id;

const ofCase = (rest: string, json?: unknown): Pick<RouteFixture, 'right' | 'missing'> => ({
  right: async (owner) => ({ path: `/api/cases/${(await aCase(owner)).id}/${rest}`, json }),
  missing: { path: `/api/cases/${NOBODY}/${rest}`, json },
});
const ofUpdate = (): Pick<RouteFixture, 'right' | 'missing'> => ({
  right: async (owner) => {
    const json = { ...customer, external_id: `grace-${++made}` };
    await owner.request('POST', '/api/customers/', { json });
    return { path: '/api/customers/update/', json: { ...json, full_name: 'Grace Hopper' } };
  },
  missing: { path: '/api/customers/update/', json: { external_id: 'nobody', full_name: 'Grace Hopper' } },
});
const ofCheck = (rest: string, json?: unknown): Pick<RouteFixture, 'right' | 'missing'> => ({
  right: async (owner) => ({ path: `/api/checks/${await aCheck(owner)}/${rest}`, json }),
  missing: { path: `/api/checks/${NOBODY}/${rest}`, json },
});
const aMember = async (owner: ApiClient): Promise<number> => idOf(await owner.request('POST', '/api/members/', { json: member() }), 'id') as number;
const member = (): object => ({ email: `member${++made}@example.com`, name: 'Ada Lovelace', role: 'analyst' });
const client = (): object => ({ name: `onboarding ${++made}`, scopes: ['cases:read'], api_version: 3 });
const config = (): { readonly slug: string } => ({
  slug: `kyb-${++made}`,
  name: 'Standard KYB',
  checks: [{ check_type: 'PEP', input_details: { depth: 2 }, provider: 'manual', required: true }],
  outcome_rules: { accept_below: 0.2, reject_at_or_above: 0.9 },
  checklist: ['Look twice'],
  sla_hours: 48,
} as { readonly slug: string });
const aConfig = async (owner: ApiClient): Promise<string> => {
  const json = config();
  await owner.request('POST', '/api/case-configs/', { json });
  return json.slug;
};
const ofConfig = (rest: string, json?: object): Pick<RouteFixture, 'right' | 'missing'> => ({
  right: async (owner) => ({ path: `/api/case-configs/${await aConfig(owner)}/${rest}`, json }),
  missing: { path: `/api/case-configs/nobodys/${rest}`, json },
});
const document = (): object => ({ file: Buffer.from(`A document, number ${++made}.`).toString('base64'), original_name: 'statement.txt', delete_after: 30 });
const ofDocument = (rest: string): Pick<RouteFixture, 'right' | 'missing'> => ({
  right: async (owner) => ({ path: `/api/documents/${String(idOf(await owner.request('POST', '/api/documents/', { json: document() }), 'id'))}/${rest}` }),
  missing: { path: `/api/documents/${NOBODY}/${rest}` },
});

/** What an answer that made something calls it. */
function idOf({ body }: Answer, name: string): string | number {
  return (body as Readonly<Record<string, string | number>>)[name] ?? NOBODY;
}

const producer = (): object => ({ name: `screening ${++made}`, scopes: ['decisions:write'] });

/** Nobody is asked of them: checks of the specs wait. */
const providers = (): object => ({
  providers: { desk: { kind: 'broker', timeout_seconds: 3_600 }, screening: { kind: 'http', url: 'https://screening.example/checks', attempts: 2 } },
  check_types: { CRA: 'desk' },
});
const watchlist = (): object => ({ entries: [{ id: `B-${++made}`, name: 'Eve Malory', aliases: ['Eva'], birth_dates: ['1965-03'], note: 'Fraud.' }] });
const ofWatchlist = (rest: string): Pick<RouteFixture, 'right' | 'missing'> => ({
  right: async (owner) => {
    const slug = `list-${++made}`;
    await owner.request('PUT', `/api/watchlists/${slug}/`, { json: watchlist() });
    return { path: `/api/watchlists/${slug}/${rest}` };
  },
  missing: { path: `/api/watchlists/nobodys/${rest}` },
});

/**
 * Every route of the API, by method and path as its description has them. A route that is not here fails the matrix: say how
 * it is asked, and it is asked with every kind of token and every kind of bad body.
 */
export const ROUTE_FIXTURES: Readonly<Record<string, RouteFixture>> = {
  'GET /api/cases/': { right: () => ({ path: '/api/cases/' }), status: 200 },
  'POST /api/cases/': { right: () => ({ path: '/api/cases/', json: newCase() }), status: 201 },
  'GET /api/cases/{id}/': { ...ofCase(''), status: 200 },
  'GET /api/cases/{id}/history/': { ...ofCase('history/'), status: 200 },
  'POST /api/cases/{id}/start/': { ...ofCase('start/', { allow_restart: false }), status: 202 },
  'PATCH /api/cases/{id}/': { ...ofCase('', { webhook_url: 'https://example.com/', metadata: { a: [1] }, sync_platforms: [], delete_after: 3 }), status: 200 },
  'POST /api/cases/{id}/decide/': { ...ofCase('decide/', { outcome: 'ACCEPTED', note: 'Looked twice.', risk_score: 0.2 }), status: 200 },
  'POST /api/cases/{id}/notes/': { ...ofCase('notes/', { note: 'Call again.' }), status: 201 },
  'POST /api/cases/{id}/assign/': { ...ofCase('assign/', { assignee: null }), status: 200 },
  'GET /api/cases/{id}/children/': { ...ofCase('children/'), status: 200 },

  'GET /api/checks/': { right: () => ({ path: '/api/checks/' }), status: 200 },
  'POST /api/checks/': {
    right: async (owner) => ({ path: '/api/checks/', json: { case_id: (await aCase(owner)).id, check_type: 'IDV', input_details: { a: 1 } } }),
    status: 201,
  },
  'GET /api/checks/{id}/': { ...ofCheck(''), status: 200 },
  'POST /api/checks/{id}/decide/': {
    ...ofCheck('decide/', { outcome: 'ACCEPTED', risk_score: 0.1, title: 'No match', note: 'Looked twice.', reasoning: ['a'], shareholders: [] }),
    status: 200,
  },
  'POST /api/checks/{id}/skip/': { ...ofCheck('skip/', { reason: 'Not needed' }), status: 200 },
  'POST /api/checks/{id}/fail/': { ...ofCheck('fail/', { reason: 'No answer' }), status: 200 },

  'GET /api/customers/': { right: () => ({ path: '/api/customers/' }), status: 200 },
  'POST /api/customers/': { right: () => ({ path: '/api/customers/', json: { ...customer, external_id: `bob-${++made}` } }), status: 201 },
  'GET /api/customers/{id}/': {
    right: async (owner) => ({ path: `/api/customers/${await aCustomer(owner)}/` }),
    status: 200,
    missing: { path: `/api/customers/${NOBODY}/` },
  },
  'PATCH /api/customers/update/': { ...ofUpdate(), status: 200 },
  'POST /api/customers/update/': { ...ofUpdate(), status: 200 },

  'GET /api/documents/': { right: () => ({ path: '/api/documents/' }), status: 200 },
  'POST /api/documents/': { right: () => ({ path: '/api/documents/', json: document() }), status: 201 },
  'GET /api/documents/{id}/': { ...ofDocument(''), status: 200 },
  'GET /api/documents/{id}/content/': { ...ofDocument('content/'), status: 200 },

  'GET /api/case-configs/': { right: () => ({ path: '/api/case-configs/' }), status: 200 },
  'POST /api/case-configs/': { right: () => ({ path: '/api/case-configs/', json: config() }), status: 201 },
  'GET /api/case-configs/{slug}/': { ...ofConfig(''), status: 200 },
  'PUT /api/case-configs/{slug}/': { ...ofConfig('', { name: 'Another KYB', checks: [{ check_type: 'IDV' }] }), status: 200 },
  'GET /api/case-configs/{slug}/versions/': { ...ofConfig('versions/'), status: 200 },

  'GET /api/members/': { right: () => ({ path: '/api/members/' }), status: 200 },
  'POST /api/members/': { right: () => ({ path: '/api/members/', json: member() }), status: 201 },
  'PATCH /api/members/{id}/': {
    right: async (owner) => ({ path: `/api/members/${await aMember(owner)}/`, json: { name: 'Grace', role: 'auditor' } }),
    status: 200,
    missing: { path: `/api/members/${NOBODY}/`, json: { name: 'Grace', role: 'auditor' } },
  },
  'DELETE /api/members/{id}/': {
    right: async (owner) => ({ path: `/api/members/${await aMember(owner)}/` }),
    status: 204,
    missing: { path: `/api/members/${NOBODY}/` },
  },

  'GET /api/organizations/': { right: () => ({ path: '/api/organizations/' }), status: 200 },
  'POST /api/organizations/': { right: () => ({ path: '/api/organizations/', json: { slug: `org-${++made}`, name: 'Acme Bank' } }), status: 201 },
  'GET /api/clients/': { right: () => ({ path: '/api/clients/' }), status: 200 },
  'POST /api/clients/': { right: () => ({ path: '/api/clients/', json: client() }), status: 201 },
  'DELETE /api/clients/{client_id}/': {
    right: async (owner) => ({ path: `/api/clients/${idOf(await owner.request('POST', '/api/clients/', { json: client() }), 'client_id')}/` }),
    status: 204,
    missing: { path: `/api/clients/${NO_UUID}/` },
  },
  'GET /api/webhook-secrets/': { right: () => ({ path: '/api/webhook-secrets/' }), status: 200 },
  'POST /api/webhook-secrets/': { right: () => ({ path: '/api/webhook-secrets/', json: { overlap_hours: 24 } }), status: 201 },
  'DELETE /api/webhook-secrets/{secret_id}/': {
    right: async (owner) => {
      const older = await owner.request('POST', '/api/webhook-secrets/', { json: {} });
      await owner.request('POST', '/api/webhook-secrets/', { json: {} });
      return { path: `/api/webhook-secrets/${idOf(older, 'secret_id')}/` };
    },
    status: 204,
    missing: { path: `/api/webhook-secrets/${NO_UUID}/` },
  },

  'GET /api/producers/': { right: () => ({ path: '/api/producers/' }), status: 200 },
  'POST /api/producers/': { right: () => ({ path: '/api/producers/', json: producer() }), status: 201 },
  'DELETE /api/producers/{producer_id}/': {
    right: async (owner) => ({ path: `/api/producers/${idOf(await owner.request('POST', '/api/producers/', { json: producer() }), 'producer_id')}/` }),
    status: 204,
    missing: { path: `/api/producers/${NO_UUID}/` },
  },

  'GET /api/providers/': { right: () => ({ path: '/api/providers/' }), status: 200 },
  'PUT /api/providers/': { right: () => ({ path: '/api/providers/', json: providers() }), status: 200 },

  'GET /api/watchlists/': { right: () => ({ path: '/api/watchlists/' }), status: 200 },
  'GET /api/watchlists/{slug}/': { ...ofWatchlist(''), status: 200 },
  'PUT /api/watchlists/{slug}/': { right: () => ({ path: '/api/watchlists/fraud/', json: watchlist() }), status: 200 },
  'GET /api/watchlists/{slug}/versions/': { ...ofWatchlist('versions/'), status: 200 },

  'GET /api/projections/': { right: () => ({ path: '/api/projections/' }), status: 200 },
  'GET /api/projections/{name}/': { right: () => ({ path: '/api/projections/cases/' }), status: 200 },
  'POST /api/projections/{name}/rebuild/': { right: () => ({ path: '/api/projections/deliveries/rebuild/' }), status: 202 },
};
