import { caseAggregate, caseStream, type CaseEvent } from '#cases';
import { customerAggregate, type CustomerEvent, customerStream } from '#customers';
import { CommandRunner, randomIds } from '#event-sourcing';
import { sampleFiles } from '#uploads/testing';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { CaseBody } from '../support/api-bodies.js';
import { eventually } from '../support/eventually.js';
import { Service, WEBHOOK_SECRET } from '../support/service.js';
import { startWebhookReceiver, type WebhookReceiver } from '../support/webhook-receiver.js';

jest.setTimeout(120_000);

const DAY = 24 * 3_600_000;
const NAME = 'Ottilie Unvergessen';

describe('what may be kept no longer', () => {
  const service = new Service();
  const { api } = service;
  let receiver: WebhookReceiver;
  beforeAll(async () => {
    receiver = await startWebhookReceiver([WEBHOOK_SECRET]);
    await service.start();
  });
  afterAll(async () => {
    await service.dispose();
    await receiver.close();
  });

  const upload = async (more: object): Promise<number> => {
    const { body } = await api.request('POST', '/api/documents/', { json: { file: sampleFiles.pdf.toString('base64'), original_name: `${NAME}.pdf`, ...more } });
    return (body as { id: number }).id;
  };
  const open = async (json: object): Promise<CaseBody> => {
    const { status, body } = await api.request('POST', '/api/cases/', { json });
    expect(status).toBe(201);
    return body as CaseBody;
  };
  const told = async (path: string, method = 'GET', json?: object): Promise<unknown> => {
    const { status, body } = await api.request(method, path, json === undefined ? {} : { json });
    return { status, code: (body as { code?: string }).code };
  };
  const gone = (path: string, code: string): Promise<void> =>
    eventually(async () => {
      expect(await told(path)).toEqual({ status: 404, code });
    });

  it('goes, with all that belongs to it, and its outcome is told all the same', async () => {
    receiver.answers.push(503);
    const made = await open({
      external_id: 'short-1',
      customer: { full_name: NAME },
      checks: [{ check_type: 'PEP', input_details: { full_name: NAME } }],
      webhook_url: receiver.url,
      delete_after: 0,
    });
    const check = made.checks[0]!.id;
    const documents = [await upload({ case_id: made.id, delete_after: 3_650 }), await upload({ check_id: check })];
    await api.decideCheck(check, { outcome: 'REJECTED', risk_score: 0.9, note: NAME });

    await gone(`/api/cases/${made.id}/`, 'case_not_found');
    for (const path of ['history/', 'children/', '?as_of=0']) await gone(`/api/cases/${made.id}/${path}`, 'case_not_found');
    await gone(`/api/checks/${check}/`, 'check_not_found');
    expect(await told(`/api/checks/${check}/decide/`, 'POST', { outcome: 'ACCEPTED' })).toEqual({ status: 404, code: 'check_not_found' });
    expect(await told(`/api/cases/${made.id}/start/`, 'POST', {})).toEqual({ status: 404, code: 'case_not_found' });
    for (const change of [{ delete_after: -1 }, { external_id: 'short-2' }]) {
      expect(await told(`/api/cases/${made.id}/`, 'PATCH', change)).toEqual({ status: 404, code: 'case_not_found' });
    }
    for (const id of documents) for (const path of ['', 'content/']) await gone(`/api/documents/${id}/${path}`, 'document_not_found');

    const [, delivered] = await receiver.arrived(2);
    expect(delivered).toMatchObject({ attempt: 2, verdict: 'valid' });
    expect(JSON.parse(delivered!.body)).toMatchObject({ id: made.id, outcome: 'REJECTED', customer: { full_name: NAME }, checks: [{ note: NAME }] });

    await eventually(async () => {
      for (const list of [`cases/?external_id=short-1`, `checks/?case_id=${made.id}`, `cases/?search=${NAME.split(' ')[0]}`, `documents/?case_id=${made.id}`]) {
        expect((await api.request('GET', `/api/${list}`)).body).toMatchObject({ count: 0, results: [] });
      }
    });
    expect(await open({ external_id: 'short-1', customer: { full_name: 'Somebody Else' }, checks: [{ check_type: 'PEP' }] })).not.toMatchObject({ id: made.id });
  });

  it('may be a check alone: the outcome that it led to stays', async () => {
    const made = await open({
      customer: { full_name: 'Ada' },
      checks: [{ check_type: 'PEP', delete_after: 0, input_details: { full_name: NAME } }, { check_type: 'SANCTION' }],
    });
    const [first, second] = made.checks;
    await api.decideCheck(first!.id, { outcome: 'REJECTED', risk_score: 0.9, note: NAME });
    await api.skipCheck(second!.id, 'Not needed');
    await gone(`/api/checks/${first!.id}/`, 'check_not_found');
    const left = await api.getCase(made.id);
    expect(left).toMatchObject({ outcome: 'REJECTED', risk_score: 0.9, is_complete: true, checks: [{ id: second!.id }] });
    expect(left.checks).toHaveLength(1);
    expect(JSON.stringify([await api.history(made.id), await api.getCase(made.id, 0)])).not.toContain(NAME);
    await eventually(async () => {
      expect((await api.request('GET', `/api/checks/?case_id=${made.id}`)).body).toMatchObject({ count: 1, results: [{ id: second!.id }] });
    });
  });

  it('goes when its days are over, while the service was away perhaps, and what has a day left stays', async () => {
    const keptFor = (delete_after: number) =>
      open({ customer: { external_id: `kept-${delete_after}`, full_name: 'Ada', delete_after: 0 }, checks: [{ check_type: 'PEP' }], delete_after });
    const [over, left] = [await keptFor(30), await keptFor(31)];
    const document = await upload({ customer_id: over.customer.id });
    await service.stop();
    const store = await service.openEventStore();
    try {
      const runner = new CommandRunner(store);
      const commandId = randomIds.uuid();
      const context = { org: 'default', actor: 'system:specs', commandId, correlationId: commandId, now: Date.now() - 30.5 * DAY };
      for (const { id, checks, customer } of [over, left]) {
        const data = { customer_id: customer.id, check_id: checks[0]!.id, reason: 'Not needed' };
        const completed: CaseEvent[] = [{ type: 'check-skipped', data }, { type: 'case-completed', data: { outcome: null, risk_score: null, parent_case_id: null } }];
        await runner.run(caseAggregate, caseStream('default', id), () => completed, context);
        const unchanged: CustomerEvent = { type: 'customer-updated', data: { customer_id: customer.id, full_name: 'Ada' } };
        await runner.run(customerAggregate, customerStream('default', customer.id), () => [unchanged], context);
      }
    } finally {
      await store.close();
    }
    await service.start();
    await gone(`/api/cases/${over.id}/`, 'case_not_found');
    await gone(`/api/customers/${over.customer.id}/`, 'customer_not_found');
    await gone(`/api/documents/${document}/`, 'document_not_found');
    await eventually(async () => {
      expect((await api.request('GET', '/api/customers/?external_id=kept-30')).body).toMatchObject({ count: 0, results: [] });
    });
    expect(await api.getCase(left.id)).toMatchObject({ id: left.id, is_complete: true, customer: { external_id: 'kept-31' } });
    expect(await told(`/api/cases/${left.id}/`, 'PATCH', { delete_after: 0 })).toMatchObject({ status: 200 });
    await gone(`/api/cases/${left.id}/`, 'case_not_found');
    await gone(`/api/customers/${left.customer.id}/`, 'customer_not_found');
  });
});
