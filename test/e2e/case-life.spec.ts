import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { CaseBody } from '../support/api-bodies.js';
import { told } from '../support/api-client.js';
import { eventually } from '../support/eventually.js';
import { Service } from '../support/service.js';

jest.setTimeout(120_000);

describe('the life of a case', () => {
  let service: Service;
  beforeAll(async () => {
    service = await Service.started();
  });
  afterAll(() => service.dispose());

  const open = (checks: number, autoStart = true): Promise<CaseBody> =>
    service.api.createCase({
      customer: { full_name: 'Ada' },
      checks: Array.from({ length: checks }, () => ({ check_type: 'PEP' })),
      auto_start: autoStart,
    });

  it('begins when it is started, once', async () => {
    const made = await open(2, false);
    expect(made).toMatchObject({ status: 'PENDING', revision: 0, checks: [{ status: 'PENDING' }, { status: 'PENDING' }] });

    const started = await service.api.startCase(made.id);
    expect(told(started)).toMatchObject({ status: 200, body: { action_taken: 'started', status: 'PROCESSING', checks: [{ status: 'DECIDING' }, { status: 'DECIDING' }] } });

    const again = await service.api.startCase(made.id);
    expect(told(again)).toMatchObject({ status: 202, body: { action_taken: 'noop_already_running', revision: (started.body as CaseBody).revision } });

    for (const { id } of made.checks) await service.api.decideCheck(id, { outcome: 'ACCEPTED' });
    const afterwards = await service.api.startCase(made.id);
    expect(told(afterwards)).toMatchObject({ status: 202, body: { action_taken: 'noop_already_started', is_complete: true } });
    expect((await service.api.history(made.id)).filter(({ event }) => event === 'case-started')).toHaveLength(1);
  });

  it('cannot begin without a check', async () => {
    const { id, status } = await open(0);
    expect(status).toBe('PENDING');
    expect(told(await service.api.startCase(id))).toMatchObject({ status: 400, body: { non_field_errors: [expect.any(String)] } });
  });

  it('takes more checks while it runs, and none afterwards', async () => {
    const { id, checks: [first] } = await open(1);
    const added = await service.api.request('POST', '/api/checks/', { json: { case_id: id, check_type: 'SANCTION', input_details: { depth: 1 } } });
    expect(told(added)).toMatchObject({ status: 201, body: { case: { id, outcome: null }, check_type: 'SANCTION', status: 'DECIDING', input_details: { depth: 1 } } });

    await service.api.decideCheck(first!.id, { outcome: 'ACCEPTED' });
    expect(await service.api.getCase(id)).toMatchObject({ is_complete: false, outcome: null });
    await service.api.skipCheck((added.body as { id: number }).id, 'Not needed');
    expect(await service.api.getCase(id)).toMatchObject({ is_complete: true, status: 'COMPLETED', outcome: 'ACCEPTED' });

    const tooLate = await service.api.request('POST', '/api/checks/', { json: { case_id: id, check_type: 'IDV' } });
    expect(told(tooLate)).toMatchObject({ status: 400, body: { case_id: [expect.any(String)] } });
  });

  it('ends in ERROR, and is not accepted, when a check could not be carried out', async () => {
    const { id, checks: [first, second] } = await open(2);
    expect(await service.api.failCheck(first!.id, 'The provider is gone')).toMatchObject({ status: 'ERROR', note: 'The provider is gone' });
    expect(await service.api.getCase(id)).toMatchObject({ failed: true, is_complete: false, status: 'PROCESSING' });
    await service.api.decideCheck(second!.id, { outcome: 'ACCEPTED', risk_score: 0.3 });
    expect(await service.api.getCase(id)).toMatchObject({ failed: true, is_complete: true, status: 'ERROR', outcome: null, risk_score: 0.3 });
  });

  it('comes to no outcome when every check was left out', async () => {
    const { id, checks } = await open(2);
    for (const check of checks) await service.api.skipCheck(check.id, 'Not needed');
    expect(await service.api.getCase(id)).toMatchObject({ is_complete: true, outcome: null, risk_score: null, status: 'COMPLETED' });
  });

  it.each([
    [['ACCEPTED', 'ACCEPTED'], 'ACCEPTED'],
    [['ACCEPTED', 'PENDING'], 'PENDING'],
    [['PENDING', 'REJECTED'], 'REJECTED'],
  ] as const)('comes to what its checks come to: %j → %s', async (outcomes, outcome) => {
    const { id, checks } = await open(outcomes.length);
    for (const [index, each] of outcomes.entries()) await service.api.decideCheck(checks[index]!.id, { outcome: each, risk_score: index / 2 });
    expect(await service.api.getCase(id)).toMatchObject({ outcome, risk_score: 0.5, is_complete: true });
  });

  it('may change its outcome by a later decision, and stays as it is by the same one', async () => {
    const { id, checks: [check] } = await open(1);
    await service.api.decideCheck(check!.id, { outcome: 'PENDING' });
    await service.api.decideCheck(check!.id, { outcome: 'ACCEPTED', note: 'A person has looked' });
    const after = await service.api.getCase(id);
    expect(after).toMatchObject({ outcome: 'ACCEPTED', is_complete: true });
    expect((await service.api.history(id)).map(({ event }) => event)).toContain('case-outcome-changed');

    await service.api.decideCheck(check!.id, { outcome: 'ACCEPTED', note: 'A person has looked' });
    expect((await service.api.getCase(id)).revision).toBe(after.revision);
  });

  it('is found in lists by where it stands', async () => {
    const { id, customer } = await open(1);
    const found = async (filter: string): Promise<boolean> =>
      (await service.api.listCases(`customer_id=${customer.id}&${filter}`)).results.some((each) => each.id === id);
    await eventually(async () => {
      expect([await found('status=PROCESSING'), await found('status=COMPLETED')]).toEqual([true, false]);
    });
    await service.api.decideCheck((await service.api.getCase(id)).checks[0]!.id, { outcome: 'REJECTED', risk_score: 0.7 });
    await eventually(async () => {
      expect([await found('status=COMPLETED'), await found('outcome=REJECTED'), await found('outcome=ACCEPTED'), await found('has_webhook=true')])
        .toEqual([true, true, false, false]);
      const { body } = await service.api.request('GET', `/api/checks/?case_id=${id}&min_risk_score=0.7`);
      expect(body).toMatchObject({ count: 1, results: [{ outcome: 'REJECTED', risk_score: 0.7, case: { id, outcome: 'REJECTED' } }] });
    });
  });

  it('is listed page by page, newest first', async () => {
    const { customer } = await open(1);
    const more = await Promise.all([1, 2, 3, 4].map(() => service.api.createCase({ customer_id: customer.id })));
    await eventually(async () => {
      expect((await service.api.listCases(`customer_id=${customer.id}`)).count).toBe(5);
    });
    const second = await service.api.listCases(`customer_id=${customer.id}&page_size=2&page=2`);
    expect(second.results.map(({ id }) => id)).toEqual(more.map(({ id }) => id).toSorted((a, b) => b - a).slice(2, 4));
    const last = await service.api.listCases(new URL(second.next!).search.slice(1));
    expect(last).toMatchObject({ count: 5, next: null, results: [{ customer: { id: customer.id } }] });
  });
});
