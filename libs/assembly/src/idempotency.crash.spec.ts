import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openFolderBlobStore } from '#blob-store/engines';
import type { RecordedEvent } from '#event-sourcing';
import { FrailStore, InMemoryEventStore, ManualTime } from '#event-sourcing/testing';
import { OrganizationDirectory } from '#organizations';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ApiOnStore, type SpecAnswer } from './testing/api-on-store.js';

const LEASE = 10_000;

/** More than any of the requests below makes. */
const MOST_APPENDS = 9;

/** A request, and the event that it must lead to once, whatever happens. */
interface Trial {
  readonly what: string;
  readonly effects: readonly string[];
  readonly prepare: () => Promise<{ readonly path: string; readonly json: object; readonly method?: 'PATCH' }>;
  /** Makes sure that the secret that was shown is the one that is stored. */
  readonly works?: (answer: SpecAnswer) => Promise<void>;
}

const store = new InMemoryEventStore();
const time = new ManualTime();
const frail = new FrailStore(store);
let mortal: ApiOnStore;
let next: ApiOnStore;
const folder = mkdtempSync(join(tmpdir(), 'casetrail-spec-'));
beforeAll(async () => {
  mortal = await ApiOnStore.started(frail.store, time, { blobStore: openFolderBlobStore(folder) });
  next = await ApiOnStore.started(store, time, { blobStore: openFolderBlobStore(folder) });
});
afterAll(async () => {
  await Promise.all([mortal, next].map(({ app }) => app.close()));
  rmSync(folder, { recursive: true });
});

let made = 0;
const checks = [{ check_type: 'PEP' }];
const aCase = async (outcome?: string): Promise<{ readonly id: number; readonly checkId: number }> => {
  const { body } = await next.ask('POST', '/api/cases/', { json: { customer: { full_name: 'Ada' }, checks } });
  const [check] = body.checks as readonly { readonly id: number }[];
  if (outcome !== undefined) await next.ask('POST', `/api/checks/${check!.id}/decide/`, { json: { outcome } });
  return { id: body.id as number, checkId: check!.id };
};
const aDocument = async (): Promise<number> => {
  const { body } = await next.ask('POST', '/api/documents/', { json: { file: Buffer.from('a text').toString('base64'), original_name: 'a.txt' } });
  return body.id as number;
};

const TRIALS: readonly Trial[] = [
  {
    what: 'a case with a new customer',
    effects: ['case-created', 'customer-created'],
    prepare: async () => ({ path: '/api/cases/', json: { customer: { full_name: 'Ada' }, checks } }),
  },
  {
    what: 'a case with keys of the caller',
    effects: ['case-created', 'customer-created'],
    prepare: async () => ({ path: '/api/cases/', json: { customer: { full_name: 'Ada', external_id: `ada-${++made}` }, external_id: `loan-${made}`, checks } }),
  },
  { what: 'a customer', effects: ['customer-created'], prepare: async () => ({ path: '/api/customers/', json: { full_name: 'Ada' } }) },
  {
    what: 'a check that is added',
    effects: ['check-added'],
    prepare: async () => ({ path: '/api/checks/', json: { case_id: (await aCase()).id, check_type: 'SANCTION' } }),
  },
  {
    what: 'a document',
    effects: ['document-uploaded'],
    prepare: async () => ({ path: '/api/documents/', json: { file: Buffer.from(`text ${++made}`).toString('base64'), original_name: 'a.txt', case_id: (await aCase()).id } }),
  },
  {
    what: 'a case with a document',
    effects: ['case-created', 'document-claimed'],
    prepare: async () => ({ path: '/api/cases/', json: { customer: { full_name: 'Ada' }, checks: [{ check_type: 'PEP', document_ids: [await aDocument()] }] } }),
  },
  {
    what: 'a check with a document',
    effects: ['check-added', 'document-claimed'],
    prepare: async () => ({ path: '/api/checks/', json: { case_id: (await aCase()).id, check_type: 'SANCTION', document_ids: [await aDocument()] } }),
  },
  {
    what: 'a decision',
    effects: ['check-decided'],
    prepare: async () => ({ path: `/api/checks/${(await aCase()).checkId}/decide/`, json: { outcome: 'ACCEPTED' } }),
  },
  {
    what: 'a decision on the case',
    effects: ['case-decided'],
    prepare: async () => ({ path: `/api/cases/${(await aCase()).id}/decide/`, json: { outcome: 'ACCEPTED', note: 'Looked twice.' } }),
  },
  { what: 'a note', effects: ['note-added'], prepare: async () => ({ path: `/api/cases/${(await aCase()).id}/notes/`, json: { note: 'Call again.' } }) },
  {
    what: 'another key of a case',
    effects: ['case-updated'],
    prepare: async () => ({ method: 'PATCH', path: `/api/cases/${(await aCase()).id}/`, json: { external_id: `another-${++made}` } }),
  },
  {
    what: 'a change of a customer',
    effects: ['customer-updated'],
    prepare: async () => {
      const json = { external_id: `grace-${++made}`, full_name: 'Grace' };
      await next.ask('POST', '/api/customers/', { json });
      return { method: 'PATCH', path: '/api/customers/update/', json: { ...json, full_name: 'Grace Hopper' } };
    },
  },
  {
    what: 'a member',
    effects: ['member-added'],
    prepare: async () => ({ path: '/api/members/', json: { email: `member${++made}@example.com`, name: 'Ada', role: 'analyst' } }),
  },
  {
    what: 'a restart',
    effects: ['case-archived', 'case-created'],
    prepare: async () => ({ path: `/api/cases/${(await aCase('ACCEPTED')).id}/start/`, json: { allow_restart: true } }),
  },
  {
    what: 'a producer',
    effects: ['producer-registered'],
    prepare: async () => ({ path: '/api/producers/', json: { name: `producer ${++made}`, scopes: ['cases:write'] } }),
    works: async ({ body }) => {
      expect((await next.app.get(OrganizationDirectory).producer(String(body.producer_id)))?.secret).toBe(body.secret);
    },
  },
  {
    what: 'a client',
    effects: ['client-registered'],
    prepare: async () => ({ path: '/api/clients/', json: { name: 'a program' } }),
    works: ({ body }) => expectToken(body),
  },
  {
    what: 'an organization',
    effects: ['organization-created', 'client-registered'],
    prepare: async () => ({ path: '/api/organizations/', json: { slug: `acme-${++made}`, name: 'Acme' } }),
    works: ({ body }) => expectToken(body.client as SpecAnswer['body']),
  },
  {
    what: 'a webhook secret',
    effects: ['webhook-secret-added'],
    prepare: async () => ({ path: '/api/webhook-secrets/', json: { overlap_hours: 0 } }),
    works: async ({ body }) => {
      await next.app.get(OrganizationDirectory).catchUp();
      expect(await next.app.get(OrganizationDirectory).of('default')).toContain(body.secret);
    },
  },
];

const deaths = Array.from({ length: MOST_APPENDS }, (_, index) => index + 1).flatMap((nth) => [false, true].map((stored) => ({ nth, stored })));

describe.each(TRIALS)('$what, asked for with an Idempotency-Key', ({ what, effects, prepare, works }) => {
  it.each(deaths)('is there once when its process dies at append $nth (stored: $stored) and it is asked for again', async ({ nth, stored }) => {
    const request = await prepare();
    const ask = (process: ApiOnStore): Promise<SpecAnswer> => process.ask(request.method ?? 'POST', request.path, { json: request.json, key: `${what}-${nth}-${stored}`.replaceAll(' ', '-') });
    const before = await log();

    frail.dieAt(nth, stored);
    const first = await ask(mortal);
    frail.revive();
    time.advance(LEASE);
    const again = await ask(next);
    const later = await ask(next);

    if (nth === 1) expect(first.status).toBe(503);
    expect([200, 201]).toContain(again.status);
    if (first.status < 300) expect(again.text).toBe(first.text);
    expect(later).toMatchObject({ status: again.status, text: again.text, headers: { 'idempotency-replayed': 'true' } });
    const since = (await log()).slice(before.length).map(({ type }) => type);
    expect(effects.map((effect) => since.filter((type) => type === effect).length)).toEqual(effects.map(() => 1));
    await works?.(again);
  });
});

const log = (): Promise<readonly RecordedEvent[]> => store.readAll({ limit: 1_000_000 });

/** The credentials that were shown are good for a token. */
async function expectToken({ client_id, client_secret }: SpecAnswer['body']): Promise<void> {
  const payload = { grant_type: 'client_credentials', client_id, client_secret };
  const answer = await next.app.inject({ method: 'POST', url: '/api/oauth/token/', payload });
  expect(answer.statusCode).toBe(200);
}
