import { caseAggregate, type CaseEvent, caseStream } from '#cases';
import { CommandRunner, IdBlocks, randomIds, systemClock } from '#event-sourcing';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { CaseBody } from '../support/api-bodies.js';
import { eventually } from '../support/eventually.js';
import { InternalService } from '../support/internal-service.js';
import { Service } from '../support/service.js';

jest.setTimeout(120_000);

const service = new Service();
let internal: InternalService;
beforeAll(async () => {
  await service.start();
  internal = await InternalService.connected('screening', service.brokerUrl, service.api);
});
afterAll(() => internal.disconnect());
afterAll(() => service.dispose());

const settings = { webhook_url: 'http://127.0.0.1:9/', metadata: { tier: 'gold' }, sync_platforms: [{ domain: 'acme.my.salesforce.com', id: '500A' }] };

async function finished(externalId?: string): Promise<CaseBody> {
  const key = externalId === undefined ? {} : { external_id: externalId };
  const { id, checks } = await service.api.createCase({
    ...settings, ...key, customer: { full_name: 'Ada' }, checks: [{ check_type: 'PEP' }, { check_type: 'SANCTION' }],
  });
  for (const check of checks) await service.api.decideCheck(check.id, { outcome: 'REJECTED', risk_score: 0.9 });
  return service.api.getCase(id);
}

/** Lists follow within moments: the new case has the key, and the old one is found among the archived. */
const expectListed = (externalId: string, oldId: number, newId: number): Promise<void> =>
  eventually(async () => {
    const ids = async (query: string): Promise<readonly number[]> =>
      (await service.api.listCases(`external_id=${externalId}${query}`)).results.map(({ id }) => id);
    expect([await ids(''), await ids('&archived=true')]).toEqual([[newId], [oldId]]);
  }, { withinMs: 60_000 });

describe('a finished case', () => {
  it('stays as it is when it is started without leave to restart it', async () => {
    const { id } = await finished();
    expect(await service.api.startCase(id)).toMatchObject({ status: 202, body: { id, action_taken: 'noop_already_started', archived: false } });
    for (const json of [{ allow_restart: false }, {}]) {
      expect((await service.api.request('POST', `/api/cases/${id}/start/?allow_restart=false`, { json })).status).toBe(202);
    }
  });

  it.each(['loan-1', undefined])('is archived, and a new one takes its place, key and all (external_id: %s)', async (externalId) => {
    const old = await finished(externalId);
    const made = await service.api.restartCase(old.id);
    expect(made).toMatchObject({
      ...settings, action_taken: 'restarted', external_id: old.external_id, customer: old.customer, status: 'PROCESSING', outcome: null, archived: false,
      checks: [{ check_type: 'PEP', status: 'DECIDING', outcome: null }, { check_type: 'SANCTION', status: 'DECIDING', outcome: null }],
    });
    expect(made.id).not.toBe(old.id);

    const { action_taken: _, ...shown } = made;
    expect(await service.api.getCase(made.id)).toEqual(shown);
    expect(await service.api.getCase(old.id)).toMatchObject({ archived: true, status: 'COMPLETED', outcome: 'REJECTED', checks: [{ outcome: 'REJECTED' }, { outcome: 'REJECTED' }] });
    const entry = (await service.api.history(old.id)).find(({ event }) => event === 'case-archived');
    expect(entry?.changes).toContainEqual({ field: 'archived', old: false, new: true });

    await expectListed(old.external_id, old.id, made.id);
    const taken = await service.api.request('POST', '/api/cases/', { json: { external_id: old.external_id, customer: { full_name: 'Eve' } } });
    expect(taken).toMatchObject({ status: 400, body: { external_id: [expect.any(String)] } });
  });

  it('is restarted once, however often that is asked for, and its successor in its turn', async () => {
    const old = await finished('loan-2');
    const answers = await Promise.all(Array.from({ length: 20 }, () => service.api.request('POST', `/api/cases/${old.id}/start/?allow_restart=true`)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const [id, ...others] = new Set(answers.map(({ body }) => (body as CaseBody).id));
    expect(others).toEqual([]);

    const successor = await service.api.getCase(id!);
    expect(await service.api.startCase(successor.id)).toMatchObject({ status: 202, body: { action_taken: 'noop_already_running' } });
    for (const check of successor.checks) await service.api.decideCheck(check.id, { outcome: 'ACCEPTED' });
    const third = await service.api.restartCase(successor.id);
    expect(third.external_id).toBe('loan-2');
    expect(await service.api.restartCase(old.id)).toMatchObject({ id: successor.id, archived: true, outcome: 'ACCEPTED' });
  });

  it('is not decided any more once it is archived', async () => {
    const { id, checks: [check] } = await finished();
    await service.api.restartCase(id);
    const refused = await service.api.request('POST', `/api/checks/${check!.id}/decide/`, { json: { outcome: 'ACCEPTED' } });
    expect(refused).toMatchObject({ status: 409, body: { code: 'case_archived' } });
    expect(await service.api.getCase(id)).toMatchObject({ outcome: 'REJECTED' });
  });

  it.each([
    ['the query', '?allow_restart=maybe', undefined],
    ['the body', '', { allow_restart: 'true' }],
  ])('is not touched when %s is not understood', async (_, query, json) => {
    const { id } = await finished();
    const refused = await service.api.request('POST', `/api/cases/${id}/start/${query}`, json ? { json } : {});
    expect(refused).toMatchObject({ status: 400, body: { allow_restart: ['Must be a valid boolean.'] } });
    expect(await service.api.getCase(id)).toMatchObject({ archived: false });
    expect((await service.api.history(id)).map(({ event }) => event)).not.toContain('case-archived');
  });

  it('may be restarted says the description of the API, in query and body, which may be left out', async () => {
    const { body } = await service.api.request('GET', '/openapi.json');
    expect(body).toMatchObject({
      paths: {
        '/api/cases/{id}/start/': {
          post: {
            parameters: expect.arrayContaining([expect.objectContaining({ name: 'allow_restart', in: 'query', required: false })]),
            requestBody: { required: false },
          },
        },
      },
      components: { schemas: { StartCase: { properties: { allow_restart: { type: 'boolean' } } } } },
    });
  });

  it('that is archived is told to other services, and so is the new one', async () => {
    const old = await finished('loan-3');
    const made = await service.api.restartCase(old.id);
    expect((await internal.eventOf('casetrail.case.archived.v1', String(old.id))).data).toEqual({ case_id: old.id, successor_id: made.id });
    expect((await internal.eventOf('casetrail.case.created.v1', String(made.id))).data).toMatchObject({ case_id: made.id, external_id: 'loan-3' });
    await internal.eventOf('casetrail.case.started.v1', String(made.id));
  });

  it('is restarted by message, too', async () => {
    const { id } = await finished();
    await internal.send(internal.command('restart-1', 'casetrail.start-case.v1', { case_id: id, allow_restart: true }, `default.${id}`));
    const [reply] = await internal.repliesTo('restart-1');
    expect(reply?.data.result).toMatchObject({ action_taken: 'restarted', status: 'PROCESSING' });
  });

  it('whose restart was cut off by a crash has its successor after the next start', async () => {
    const old = await finished('loan-4');
    await service.stop();
    const store = await service.openEventStore();
    const successorId = await new IdBlocks(store, systemClock, randomIds).next({ org: 'default' }, 'case');
    const archived: CaseEvent = { type: 'case-archived', data: { successor_id: successorId } };
    const context = { org: 'default', actor: 'client:of-the-past', commandId: 'restart', correlationId: 'restart', now: Date.now() };
    await new CommandRunner(store).run(caseAggregate, caseStream('default', old.id), () => [archived], context);
    await store.close();
    await service.start();

    await expectListed('loan-4', old.id, successorId);
    expect(await service.api.getCase(successorId)).toMatchObject({ external_id: 'loan-4', status: 'PROCESSING', archived: false });
    expect(await service.api.restartCase(old.id)).toMatchObject({ id: successorId, action_taken: 'restarted' });
  });
});
