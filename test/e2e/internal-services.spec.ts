import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
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

describe('a service of the company', () => {
  it('opens a case, decides its check and hears how it ended', async () => {
    internal.follow(async ({ id, type, data, org, subject }) => {
      if (type !== 'casetrail.check.requested.v1' || data.check_type !== 'SANCTION') return;
      const decision = { check_id: data.check_id, outcome: 'REJECTED', risk_score: 0.9, note: 'Found on a list.' };
      await internal.send(internal.command(`decision-${id}`, 'casetrail.decide-check.v1', decision, `${org}.${subject}`));
    });
    const newCase = { external_id: 'by-message', customer: { external_id: 'ada', full_name: 'Ada Lovelace' }, checks: [{ check_type: 'SANCTION' }] };
    await internal.send(internal.command('create-1', 'casetrail.create-case.v1', newCase, 'onboarding'));

    const [reply] = await internal.repliesTo('create-1');
    const { case_id: id } = reply?.data.result as { case_id: number };
    const completed = await internal.eventOf('casetrail.case.completed.v1', String(id));
    expect(completed.data).toEqual({ case_id: id, outcome: 'REJECTED', risk_score: 0.9 });
    expect(await service.api.getCase(id)).toMatchObject({ external_id: 'by-message', status: 'COMPLETED', outcome: 'REJECTED' });

    const told = internal.events.filter(({ subject }) => subject === String(id)).map(({ type }) => type.replace(/^casetrail\.|\.v1$/g, ''));
    expect(told).toEqual(['case.created', 'case.started', 'check.requested', 'check.decided', 'case.completed']);
    expect(JSON.stringify([internal.events, internal.replies])).not.toMatch(/Ada|Lovelace|Found on a list/);
    const history = await service.api.history(id);
    expect(new Set(history.map(({ actor }) => actor))).toContain(`producer:${internal.producerId}`);
  });

  it('hears of customers that HTTP has changed', async () => {
    const made = await service.api.createCase({ customer: { external_id: 'bob', full_name: 'Bob' }, checks: [] });
    const event = await internal.eventOf('casetrail.customer.updated.v1', `customer.${made.customer.id}`);
    expect(event).toMatchObject({ sequence: 0, data: { customer_id: made.customer.id, changed: expect.arrayContaining(['full_name']) } });
  });

  it('may send a command again, also after the service was killed', async () => {
    const command = internal.command('create-2', 'casetrail.create-case.v1', { customer: { full_name: 'Eve' }, checks: [{ check_type: 'PEP' }] }, 'onboarding');
    await internal.send(command, command);
    const [first] = await internal.repliesTo('create-2', 2);
    await service.kill();
    await service.start();
    await internal.send(command);
    const replies = await internal.repliesTo('create-2', 3);
    expect(replies).toEqual(replies.map(() => first));
    const { external_id: key } = first?.data.result as { external_id: string };
    await eventually(async () => {
      expect((await service.api.listCases(`external_id=${key}`)).count).toBe(1);
    });
  });
});
