import { caseAggregate, caseStream, createCaseInput, decideCreateCase } from '#cases';
import { CommandRunner, IdBlocks, randomIds, systemClock } from '#event-sourcing';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { CaseBody } from '../support/api-bodies.js';
import type { Answer } from '../support/api-client.js';
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
  const told = ({ status, body }: Answer): object => ({ status, body });

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

  describe('is guarded by the revision that was seen', () => {
    it('when it changes a case', async () => {
      const { id, revision } = await open();
      const patch = (etag: string): Promise<Answer> => ask('PATCH', `/api/cases/${id}/`, { delete_after: revision + 10 }, { 'if-match': etag });
      const shown = await ask('GET', `/api/cases/${id}/`);
      expect(shown.headers.get('etag')).toBe(`"${revision}"`);
      expect(told(await patch('"999"'))).toMatchObject({ status: 412, body: { code: 'stale' } });
      expect(told(await patch(`W/"${revision}"`))).toMatchObject({ status: 412 });
      const done = await patch(shown.headers.get('etag')!);
      expect([done.status, done.headers.get('etag')]).toEqual([200, `"${revision + 1}"`]);
      expect((await patch(`"${revision}"`)).status).toBe(412);
      expect((await patch('*')).status).toBe(200);
    });

    it('of many that change it at once, for one', async () => {
      const { id, revision } = await open();
      const answers = await Promise.all(
        Array.from({ length: 10 }, (_, n) => ask('PATCH', `/api/cases/${id}/`, { metadata: { n } }, { 'if-match': `"${revision}"` })),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(9).fill(412)]);
    });

    it('once: the same request again is given its first answer, whatever the revision is by now', async () => {
      const { id, revision } = await open();
      const headers = { 'if-match': `"${revision}"`, 'idempotency-key': `rename-${id}` };
      const rename = (): Promise<Answer> => ask('PATCH', `/api/cases/${id}/`, { external_id: `renamed-${id}` }, headers);
      const first = await rename();
      await ask('POST', `/api/cases/${id}/notes/`, { note: 'x' });
      const again = await rename();
      expect(told(again)).toEqual(told(first));
      expect([again.headers.get('idempotency-replayed'), again.headers.get('etag')]).toEqual(['true', `"${revision + 1}"`]);
      expect((await service.api.history(id)).filter(({ event }) => event === 'case-updated')).toHaveLength(1);
    });

    it('when it starts a case', async () => {
      const { id, revision } = await open({ auto_start: false });
      const start = (etag: string): Promise<Answer> => ask('POST', `/api/cases/${id}/start/`, undefined, { 'if-match': etag });
      expect((await start(`"${revision + 1}"`)).status).toBe(412);
      expect(told(await start(`"${revision}"`))).toMatchObject({ status: 200, body: { action_taken: 'started' } });
      expect((await start(`"${revision}"`)).status).toBe(412);
    });

    it('or of a customer', async () => {
      const made = await ask('POST', '/api/customers/', { full_name: 'Grace', external_id: 'guarded' });
      expect(made.headers.get('etag')).toBe('"0"');
      const change = (etag: string): Promise<Answer> => ask('PATCH', '/api/customers/update/', { external_id: 'guarded', full_name: 'Grace Hopper' }, { 'if-match': etag });
      expect((await change('"1"')).status).toBe(412);
      const changed = await change('"0"');
      expect([changed.status, changed.headers.get('etag')]).toEqual([200, '"1"']);
    });
  });

  describe('is not sent again to those who have it', () => {
    it('as long as neither the case nor what it shows of its customer has changed', async () => {
      const { id, customer } = await open({ customer: { full_name: 'Ada', external_id: 'known' } });
      const again = (etag: string): Promise<Answer> => ask('GET', `/api/cases/${id}/`, undefined, { 'if-none-match': etag });
      const etag = (await ask('GET', `/api/cases/${id}/`)).headers.get('etag')!;
      await eventually(async () => {
        expect(await again(etag)).toMatchObject({ status: 304, body: '' });
      });
      expect((await again(etag)).headers.get('etag')).toBe(etag);
      expect((await again('"999"')).status).toBe(200);

      await ask('PATCH', '/api/customers/update/', { external_id: 'known', full_name: 'Ada King' });
      expect(told(await again(etag))).toMatchObject({ status: 200, body: { customer: { id: customer.id, full_name: 'Ada King' } } });
      await ask('POST', `/api/cases/${id}/notes/`, { note: 'x' });
      expect((await again(etag)).status).toBe(200);
    });

    it('a customer neither', async () => {
      const { body, headers } = await ask('POST', '/api/customers/', { full_name: 'Grace' });
      const path = `/api/customers/${(body as { id: number }).id}/`;
      expect((await ask('GET', path, undefined, { 'if-none-match': headers.get('etag')! })).status).toBe(304);
      expect((await ask('GET', path, undefined, { 'if-none-match': '"7"' })).status).toBe(200);
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

describe('customers and lists', () => {
  const service = new Service();
  beforeAll(() => service.start());
  afterAll(() => service.dispose());

  it.each(['PATCH', 'POST'])('a customer is updated by its external_id (%s)', async (method) => {
    const external_id = `crm-${method}`;
    const made = { external_id, full_name: 'Ada', customer_type: 'INDIVIDUAL', input_details: { city: 'London', born: 1815 }, delete_after: 7 };
    const { body } = await service.api.request('POST', '/api/customers/', { json: made });
    const updated = await service.api.request(method, '/api/customers/update/', { json: { external_id, full_name: 'Ada King', input_details: { city: 'Paris' } } });
    expect({ status: updated.status, body: updated.body }).toMatchObject({
      status: 200,
      body: { ...made, id: (body as { id: number }).id, full_name: 'Ada King', input_details: { city: 'Paris' } },
    });
    const unknown = await service.api.request(method, '/api/customers/update/', { json: { external_id: 'nobody', full_name: 'x' } });
    expect({ status: unknown.status, body: unknown.body }).toEqual({ status: 404, body: { detail: 'Not found.', code: 'customer_not_found' } });
  });

  it('are walked by cursor to the end and back, whatever is added in the meantime', async () => {
    const { id: customerId } = (await service.api.createCase({ customer: { full_name: 'Grace' }, checks: [{ check_type: 'CRA' }] })).customer;
    const add = (): Promise<CaseBody> => service.api.createCase({ customer_id: customerId, checks: [{ check_type: 'CRA' }] });
    for (let n = 0; n < 4; n++) await add();

    for (const path of [`/api/cases/?customer_id=${customerId}`, `/api/cases/?customer_id=${customerId}&ordering=created_at`, '/api/checks/?check_type=CRA', '/api/customers/?search=']) {
      interface Page { readonly count: number; readonly next: string | null; readonly previous: string | null; readonly results: readonly { readonly id: number }[] }
      // Links begin with the public URL of the service, behind which the specs reach it by another way.
      const page = async (link: string): Promise<Page> => {
        const { pathname, search } = new URL(link, 'http://service');
        const { status, body } = await service.api.request('GET', `${pathname}${search}`);
        expect({ status, body }).toMatchObject({ status: 200 });
        return body as Page;
      };
      const ids = ({ results }: Page): number[] => results.map(({ id }) => id);
      await eventually(async () => {
        expect((await page(path)).count).toBeGreaterThanOrEqual(path.startsWith('/api/customers') ? 3 : 5);
      });
      const whole = ids(await page(`${path}&page_size=200`));

      const first = await page(`${path}&cursor=&page_size=2`);
      expect(first.previous).toBeNull();
      await add();
      const pages = [first];
      for (let next = first.next; next !== null; next = pages.at(-1)!.next) pages.push(await page(next));
      expect(pages.flatMap(ids).slice(0, whole.length)).toEqual(whole);
      const back = await page(pages[1]!.previous!);
      expect(ids(back)).toEqual(ids(first));
    }
  });

  it('have no page at a cursor that is none', async () => {
    const { status, body } = await service.api.request('GET', '/api/cases/?cursor=nonsense');
    expect({ status, body }).toEqual({ status: 404, body: { detail: 'Invalid cursor.', code: 'invalid_cursor' } });
  });
});
