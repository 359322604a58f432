import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { CaseBody } from '../support/api-bodies.js';
import { eventually } from '../support/eventually.js';
import { Service } from '../support/service.js';

jest.setTimeout(120_000);

const times = <Result>(count: number, make: (index: number) => Promise<Result>): Promise<Result[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => make(index)));

describe('many at the same time', () => {
  let service: Service;

  beforeAll(async () => {
    service = await Service.started();
  });
  afterAll(() => service.dispose());

  it('make one customer of one external_id', async () => {
    const cases = await times(50, (index) =>
      service.api.createCase({ customer: { external_id: 'the-same', full_name: `Name ${index}` } }),
    );
    expect(new Set(cases.map(({ id }) => id)).size).toBe(50);
    expect(new Set(cases.map(({ customer }) => customer.id)).size).toBe(1);
    await eventually(async () => {
      expect((await service.api.request('GET', '/api/customers/?external_id=the-same')).body).toMatchObject({ count: 1 });
    });
  });

  it('make one case of one external_id, and the others are told', async () => {
    const answers = await times(50, (index) =>
      service.api.request('POST', '/api/cases/', {
        json: { external_id: 'order-1', customer: { full_name: `Customer ${index}` }, checks: [{ check_type: 'PEP' }] },
      }),
    );
    const made = answers.filter(({ status }) => status === 201);
    const refused = answers.filter(({ status }) => status === 400);
    expect([made.length, refused.length]).toEqual([1, 49]);
    for (const { body } of refused) expect(body).toEqual({ external_id: ['A case with this external_id already exists.'] });

    await eventually(async () => {
      const { results } = await service.api.listCases('external_id=order-1');
      expect(results.map(({ id }) => id)).toEqual([(made[0]!.body as CaseBody).id]);
    });
  });

  it('decide a check each in turn: every decision is told, the last one stands', async () => {
    const { id, checks } = await service.api.createCase({ customer: { full_name: 'Ada' }, checks: [{ check_type: 'PEP' }] });
    const notes = (await times(5, (index) => service.api.decideCheck(checks[0]!.id, { outcome: 'ACCEPTED', note: `by ${index}` }))).map(({ note }) => note);
    const decided = (await service.api.history(id)).filter(({ event }) => event === 'check-decided');
    const told = decided.map(({ changes }) => changes.find(({ field }) => field.endsWith('.note'))?.new);
    expect(told.toSorted()).toEqual(notes.toSorted());
    expect(await service.api.getCase(id)).toMatchObject({ outcome: 'ACCEPTED', checks: [{ note: told.at(-1) }] });
  });

  it('read what they have just written', async () => {
    await times(200, async (index) => {
      const made = await service.api.createCase({ customer: { full_name: `Customer ${index}` }, checks: [{ check_type: 'IDV' }] });
      expect(await service.api.getCase(made.id)).toEqual(made);

      const check = await service.api.decideCheck(made.checks[0]!.id, { outcome: 'PENDING', note: 'Look again' });
      const { outcome, is_complete, checks } = await service.api.getCase(made.id);
      expect({ outcome, is_complete, checks }).toMatchObject({ outcome: 'PENDING', is_complete: true, checks: [{ status: 'DECIDED', note: check.note }] });
    });
  });
});
