import { caseAggregate, caseStream, type CaseEvent } from '#cases';
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
      customer: { external_id: 'short', full_name: NAME, delete_after: 0 },
      checks: [{ check_type: 'PEP', input_details: { full_name: NAME } }],
      webhook_url: receiver.url,
      delete_after: 0,
    });
    const check = made.checks[0]!.id;
    const documents = [await upload({ case_id: made.id, delete_after: 3_650 }), await upload({ check_id: check }), await upload({ customer_id: made.customer.id })];
    await api.decideCheck(check, { outcome: 'REJECTED', risk_score: 0.9, note: NAME });

    await gone(`/api/cases/${made.id}/`, 'case_not_found');
    for (const path of ['history/', 'children/', '?as_of=0']) await gone(`/api/cases/${made.id}/${path}`, 'case_not_found');
    await gone(`/api/checks/${check}/`, 'check_not_found');
    expect(await told(`/api/checks/${check}/decide/`, 'POST', { outcome: 'ACCEPTED' })).toEqual({ status: 404, code: 'check_not_found' });
    expect(await told(`/api/cases/${made.id}/start/`, 'POST', {})).toEqual({ status: 404, code: 'case_not_found' });
    for (const change of [{ delete_after: -1 }, { external_id: 'short-2' }]) {
      expect(await told(`/api/cases/${made.id}/`, 'PATCH', change)).toEqual({ status: 404, code: 'case_not_found' });
    }
    for (const id of documents.slice(0, 2)) for (const path of ['', 'content/']) await gone(`/api/documents/${id}/${path}`, 'document_not_found');

    const [, delivered] = await receiver.arrived(2);
    expect(delivered).toMatchObject({ attempt: 2, verdict: 'valid' });
    expect(JSON.parse(delivered!.body)).toMatchObject({ id: made.id, outcome: 'REJECTED', customer: { full_name: NAME }, checks: [{ note: NAME }] });

    await gone(`/api/customers/${made.customer.id}/`, 'customer_not_found');
    await gone(`/api/documents/${documents[2]}/`, 'document_not_found');
    await eventually(async () => {
      for (const list of [`cases/?external_id=short-1`, `checks/?case_id=${made.id}`, 'customers/?external_id=short', `cases/?search=${NAME.split(' ')[0]}`, 'documents/']) {
        expect((await api.request('GET', `/api/${list}`)).body).toMatchObject({ count: 0, results: [] });
      }
    });

    const again = await api.createCase({ external_id: 'short-1', customer: { external_id: 'short', full_name: 'Somebody Else' }, checks: [{ check_type: 'PEP' }] });
    expect(again.id).not.toBe(made.id);
    expect(again.customer.id).not.toBe(made.customer.id);
    expect(await api.getCase(again.id)).toMatchObject({ external_id: 'short-1', customer: { full_name: 'Somebody Else' } });
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
    const keptFor = (delete_after: number) => open({ customer: { full_name: 'Ada' }, checks: [{ check_type: 'PEP' }], delete_after });
    const [over, left] = [await keptFor(30), await keptFor(31)];
    await service.stop();
    const store = await service.openEventStore();
    try {
      for (const { id, checks } of [over, left]) {
        const data = { customer_id: 1, check_id: checks[0]!.id, reason: 'Not needed' };
        const events: CaseEvent[] = [{ type: 'check-skipped', data }, { type: 'case-completed', data: { outcome: null, risk_score: null, parent_case_id: null } }];
        const commandId = randomIds.uuid();
        const context = { org: 'default', actor: 'system:specs', commandId, correlationId: commandId, now: Date.now() - 30.5 * DAY };
        await new CommandRunner(store).run(caseAggregate, caseStream('default', id), () => events, context);
      }
    } finally {
      await store.close();
    }
    await service.start();
    await gone(`/api/cases/${over.id}/`, 'case_not_found');
    expect(await api.getCase(left.id)).toMatchObject({ id: left.id, is_complete: true });
    expect(await told(`/api/cases/${left.id}/`, 'PATCH', { delete_after: 0 })).toMatchObject({ status: 200 });
    await gone(`/api/cases/${left.id}/`, 'case_not_found');
  });
});
