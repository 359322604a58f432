import { caseAggregate, caseStream, createCaseInput, decideCreateCase } from '#cases';
import { CommandRunner, IdBlocks, randomIds, systemClock } from '#event-sourcing';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { CaseBody } from '../support/api-bodies.js';
import { type Answer, told } from '../support/api-client.js';
import { eventually } from '../support/eventually.js';
import { Service, WEBHOOK_SECRET } from '../support/service.js';
import { startWebhookReceiver, type WebhookReceiver } from '../support/webhook-receiver.js';

jest.setTimeout(120_000);

/** What people and systems do to a case beside deciding its checks. */
describe('work on a case', () => {
  const service = new Service();
  let receiver: WebhookReceiver;
  beforeAll(async () => {
    receiver = await startWebhookReceiver([WEBHOOK_SECRET]);
    await service.start();
  });
  afterAll(async () => {
    await service.dispose();
    await receiver.close();
  });

  const open = (more: object = {}): Promise<CaseBody> =>
    service.api.createCase({ customer: { full_name: 'Ada' }, checks: [{ check_type: 'PEP' }], ...more });
  const ask = (method: string, path: string, json?: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Answer> =>
    service.api.request(method, path, { ...(json === undefined ? {} : { json }), headers });
  const complete = async (more: object = {}): Promise<CaseBody> => {
    const { id, checks } = await open(more);
    for (const check of checks) await service.api.decideCheck(check.id, { outcome: 'ACCEPTED', risk_score: 0.2 });
    return service.api.getCase(id);
  };

  describe('changes its settings', () => {
    it('to what is given, each as a whole, and shows it in the history', async () => {
      const made = await open({ metadata: { desk: 'north', tier: 1 } });
      const changes = { metadata: { desk: 'south' }, webhook_url: 'https://example.com/hook', delete_after: 30, external_id: 'renamed-1' };
      const answer = await ask('PATCH', `/api/cases/${made.id}/`, changes);
      expect(told(answer)).toMatchObject({ status: 200, body: { ...changes, uuid: 'renamed-1', status: 'PROCESSING', revision: made.revision + 1 } });
      expect(await service.api.getCase(made.id)).toEqual(answer.body);
      expect((await service.api.history(made.id)).at(-1)).toMatchObject({
        event: 'case-updated',
        changes: expect.arrayContaining([{ field: 'metadata.desk', old: 'north', new: 'south' }, { field: 'metadata.tier', old: 1, new: null }]),
      });
      await eventually(async () => {
        expect((await service.api.listCases('external_id=renamed-1&has_webhook=true')).results.map(({ id }) => id)).toEqual([made.id]);
        expect((await service.api.listCases('search=renamed')).results.map(({ id }) => id)).toEqual([made.id]);
      });
    });

    it('and nothing else', async () => {
      const { id, revision } = await open();
      const refused = await ask('PATCH', `/api/cases/${id}/`, { delete_after: 3, outcome: 'ACCEPTED', colour: 'red' });
      expect(told(refused)).toMatchObject({ status: 400, body: { outcome: [expect.any(String)], colour: [expect.any(String)] } });
      expect((await service.api.getCase(id)).revision).toBe(revision);
    });

    it('but not to a key that is taken', async () => {
      await open({ external_id: 'taken' });
      const { id } = await open();
      const refused = await ask('PATCH', `/api/cases/${id}/`, { external_id: 'taken' });
      expect(told(refused)).toEqual({ status: 400, body: { external_id: ['A case with this external_id already exists.'] } });
    });
  });

  describe('decides it as a whole', () => {
    it('while it runs: the decision wins, and the checks still say when it is complete', async () => {
      const { id, checks: [check] } = await open();
      const decided = await ask('POST', `/api/cases/${id}/decide/`, { outcome: 'ACCEPTED', note: 'Known to us', risk_score: 0.4 });
      expect(told(decided)).toMatchObject({ status: 200, body: { outcome: 'ACCEPTED', risk_score: 0.4, note: 'Known to us', is_complete: false } });
      await service.api.decideCheck(check!.id, { outcome: 'REJECTED', risk_score: 0.9 });
      expect(await service.api.getCase(id)).toMatchObject({ outcome: 'ACCEPTED', risk_score: 0.4, is_complete: true, status: 'COMPLETED' });
    });

    it('when it is complete: the webhook is told again, and only when the outcome is another', async () => {
      const { id, revision } = await complete({ webhook_url: `${receiver.url}/decided` });
      const webhooks = (): readonly CaseBody[] => receiver.received.map(({ body }) => JSON.parse(body) as CaseBody).filter((body) => body.id === id);
      await eventually(async () => {
        expect(webhooks()).toHaveLength(1);
      });
      expect((await ask('POST', `/api/cases/${id}/decide/`, { outcome: 'ACCEPTED', note: 'Looks right' })).status).toBe(200);
      const decided = await ask('POST', `/api/cases/${id}/decide/`, { outcome: 'REJECTED', note: 'A second look' });
      expect((decided.body as CaseBody).revision).toBeGreaterThan(revision);
      await eventually(async () => {
        expect(webhooks()).toMatchObject([{ outcome: 'ACCEPTED' }, { outcome: 'REJECTED', note: 'A second look', checks: [{ outcome: 'ACCEPTED' }] }]);
      });
      expect((await service.api.history(id)).map(({ event }) => event).filter((event) => event.startsWith('case-'))).toEqual([
        'case-created', 'case-started', 'case-completed', 'case-decided', 'case-decided', 'case-outcome-changed',
      ]);
    });

    it('but not once it is archived', async () => {
      const { id } = await complete();
      await service.api.restartCase(id);
      expect(told(await ask('POST', `/api/cases/${id}/decide/`, { outcome: 'REJECTED', note: 'x' }))).toMatchObject({ status: 409, body: { code: 'case_archived' } });
      expect(told(await ask('PATCH', `/api/cases/${id}/`, { external_id: 'of-an-archived-one' }))).toMatchObject({ status: 409, body: { code: 'case_archived' } });
    });
  });

  it('notes what is worth it: the case shows the latest, the history all', async () => {
    const { id } = await open();
    for (const note of ['Called', 'Called again', 'Called again']) {
      expect(told(await ask('POST', `/api/cases/${id}/notes/`, { note }))).toMatchObject({ status: 201, body: { id, note } });
    }
    expect((await service.api.history(id)).filter(({ event }) => event === 'note-added')).toHaveLength(3);
    expect(await service.api.getCase(id)).toMatchObject({ note: 'Called again' });
  });

  it('gives it to a member, from the beginning or later, and to nobody again', async () => {
    await ask('POST', '/api/members/', { email: 'Grace@Example.com', name: 'Grace', role: 'analyst' });
    const made = await open({ assignee: 'grace@example.com' });
    expect(made).toMatchObject({ assignee: 'Grace@Example.com' });
    const { id } = await open();
    const assign = (assignee: unknown): Promise<Answer> => ask('POST', `/api/cases/${id}/assign/`, { assignee });
    expect(told(await assign('GRACE@example.com'))).toMatchObject({ status: 200, body: { id, assignee: 'Grace@Example.com' } });
    await eventually(async () => {
      expect((await service.api.listCases('assignee=grace@EXAMPLE.com')).results.map((each) => each.id)).toEqual([id, made.id]);
    });
    for (const assignee of ['nobody@example.com', 'Grace']) {
      expect(told(await assign(assignee))).toMatchObject({ status: 400, body: { assignee: [expect.any(String)] } });
    }
    expect(told(await assign(null))).toMatchObject({ status: 200, body: { assignee: null } });
    const changes = (await service.api.history(id)).flatMap((entry) => entry.changes);
    expect(changes.filter(({ field }) => field === 'assignee')).toEqual([
      { field: 'assignee', old: null, new: 'Grace@Example.com' },
      { field: 'assignee', old: 'Grace@Example.com', new: null },
    ]);
    await eventually(async () => {
      expect((await service.api.listCases('assignee=&page_size=200')).results.map((each) => each.id)).toContain(id);
    });
  });

  it('rescues it when nothing has happened for over 30 minutes', async () => {
    const customerId = (await open()).customer.id;
    await service.stop();
    const store = await service.openEventStore();
    const id = await new IdBlocks(store, systemClock, randomIds).next({ org: 'default' }, 'case');
    const input = createCaseInput.parse({ customer_id: customerId, checks: [{ check_type: 'PEP' }, { check_type: 'SANCTION' }] });
    const longAgo = { org: 'default', actor: 'client:of-the-past', commandId: 'stuck', correlationId: 'stuck', now: Date.now() - 31 * 60_000 };
    await new CommandRunner(store).run(
      caseAggregate,
      caseStream('default', id),
      (state) => decideCreateCase({ id, externalId: 'stuck', customerId, apiVersion: 3, input }, state),
      longAgo,
    );
    await store.close();
    await service.start();

    const { checks: [first] } = await service.api.getCase(id);
    const rescued = await service.api.startCase(id);
    expect(told(rescued)).toMatchObject({ status: 200, body: { id, action_taken: 'rescued', status: 'PROCESSING', checks: [{ status: 'DECIDING' }, { status: 'DECIDING' }] } });
    expect(told(await service.api.startCase(id))).toMatchObject({ status: 202, body: { action_taken: 'noop_already_running' } });
    await service.api.decideCheck(first!.id, { outcome: 'ACCEPTED' });
    const events = (await service.api.history(id)).map(({ event }) => event);
    expect(events.slice(events.indexOf('case-rescued'))).toEqual(['case-rescued', 'check-requested', 'check-requested', 'check-decided']);
  });
});
