import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import type { CaseBody } from '../support/api-bodies.js';
import { eventually } from '../support/eventually.js';
import { Service, WEBHOOK_SECRET } from '../support/service.js';
import { startWebhookReceiver, type WebhookReceiver } from '../support/webhook-receiver.js';

jest.setTimeout(120_000);

/** One case from its creation to its outcome at the customer's: each spec goes on where the one before ended. */
describe('the main job', () => {
  let service: Service;
  let receiver: WebhookReceiver;
  let opened: CaseBody;
  const checkIds = (): readonly number[] => opened.checks.map(({ id }) => id);

  beforeAll(async () => {
    receiver = await startWebhookReceiver([WEBHOOK_SECRET]);
    service = await Service.started();
  });
  afterAll(async () => {
    await service.dispose();
    await receiver.close();
  });

  it('opens a case with its customer and its checks in one request', async () => {
    const answer = await service.api.request('POST', '/api/cases/', {
      json: {
        customer: { external_id: 'crm-1', full_name: 'Ada Lovelace', customer_type: 'INDIVIDUAL', input_details: { country: 'GB' } },
        checks: [{ check_type: 'PEP', input_details: { depth: 2 } }, { check_type: 'SANCTION' }],
        webhook_url: `${receiver.url}/hooks/casetrail`,
        metadata: { order: 7 },
      },
      headers: { 'x-request-id': 'opening' },
    });
    expect(answer.status).toBe(201);
    expect(answer.headers.get('x-request-id')).toBe('opening');
    expect(answer.headers.get('casetrail-version')).toBe('3');
    opened = answer.body as CaseBody;
    expect(opened).toMatchObject({
      customer: { external_id: 'crm-1', full_name: 'Ada Lovelace', customer_type: 'INDIVIDUAL' },
      checks: [
        { check_type: 'PEP', status: 'DECIDING', input_details: { depth: 2 } },
        { check_type: 'SANCTION', status: 'DECIDING', input_details: null },
      ],
      status: 'PROCESSING', is_complete: false, failed: false, outcome: null, risk_score: null, metadata: { order: 7 },
    });
  });

  it('shows it at once by its id, and within moments in the list', async () => {
    expect(await service.api.getCase(opened.id)).toEqual(opened);
    await eventually(async () => {
      expect(await service.api.listCases('search=love')).toMatchObject({ count: 1, results: [opened] });
    });
  });

  it('is complete, with its outcome and risk score, once its checks are decided', async () => {
    const [first = 0, second = 0] = checkIds();
    expect(await service.api.decideCheck(first, { outcome: 'ACCEPTED', risk_score: 0.1 })).toMatchObject({ status: 'DECIDED', outcome: 'ACCEPTED' });
    expect(await service.api.getCase(opened.id)).toMatchObject({ is_complete: false, outcome: null, risk_score: 0.1 });

    const decision = { outcome: 'REJECTED', risk_score: 0.8, title: 'On a list', note: 'OFAC', reasoning: ['same name', 'same birthday'] } as const;
    expect(await service.api.decideCheck(second, decision)).toMatchObject(decision);
    expect(await service.api.getCase(opened.id)).toMatchObject({ is_complete: true, status: 'COMPLETED', outcome: 'REJECTED', risk_score: 0.8 });
  });

  it('tells the webhook, signed as Standard Webhooks 1.0 has it', async () => {
    const [webhook] = await receiver.arrived(1);
    const headers = webhook!.headers as Record<string, string>;
    expect(webhook).toMatchObject({ method: 'POST', path: '/hooks/casetrail' });
    expect(new Webhook(WEBHOOK_SECRET).verify(webhook!.body, headers)).toEqual(JSON.parse(webhook!.body));

    const told = JSON.parse(webhook!.body) as CaseBody;
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'casetrail-event': 'case.completed',
      'casetrail-case-revision': String(told.revision),
      'casetrail-attempt': '1',
      'casetrail-version': '3',
    });
    expect(told).toEqual(await service.api.getCase(opened.id, told.revision));
    expect(told).toMatchObject({ id: opened.id, outcome: 'REJECTED', is_complete: true, checks: [{ status: 'DECIDED' }, { status: 'DECIDED' }] });
  });

  it('marks the checks as submitted, and tells nobody twice', async () => {
    await eventually(async () => {
      const { checks } = await service.api.getCase(opened.id);
      expect(checks.map(({ status }) => status)).toEqual(['SUBMITTED', 'SUBMITTED']);
    });
    expect(receiver.received).toHaveLength(1);
  });

  it('tells the whole story, with the customer as it changed', async () => {
    await service.api.createCase({ customer: { external_id: 'crm-1', full_name: 'Ada King' } });
    const history = await service.api.history(opened.id);
    expect(history.map(({ source, number, event }) => `${source} ${number} ${event}`)).toEqual([
      'case 0 case-created',
      'case 1 case-started',
      'case 2 check-requested',
      'case 3 check-requested',
      'case 4 check-decided',
      'case 5 check-decided',
      'case 6 case-completed',
      'case 7 outcome-submitted',
      'customer 1 customer-updated',
    ]);
    expect(history[0]).toMatchObject({ actor: `client:${service.api.credentials.id}`, correlation_id: 'opening' });
    expect(history[6]?.changes).toContainEqual({ field: 'is_complete', old: false, new: true });
    expect(history[8]?.changes).toContainEqual({ field: 'customer.full_name', old: 'Ada Lovelace', new: 'Ada King' });
  });

  it('shows any past state again', async () => {
    const { api } = service;
    expect(await api.getCase(opened.id)).toMatchObject({ revision: 7, customer: { full_name: 'Ada King', customer_type: null } });
    expect(await api.getCase(opened.id, 3)).toEqual(opened);
    expect(await api.getCase(opened.id, 7)).toMatchObject({ customer: { full_name: 'Ada Lovelace', customer_type: 'INDIVIDUAL' } });
    expect(await api.getCase(opened.id, opened.created_at)).toEqual(opened);

    const [renamed] = (await api.history(opened.id)).slice(-1);
    expect(await api.getCase(opened.id, renamed!.occurred_at)).toMatchObject({ revision: 7, customer: { full_name: 'Ada King' } });
    expect((await api.request('GET', `/api/cases/${opened.id}/?as_of=2000-01-01T00:00:00Z`)).status).toBe(404);
  });
});
