import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { Service } from '../support/service.js';

jest.setTimeout(120_000);

const CASES = 500;
const AT_ONCE = 50;

describe('a change of a customer', () => {
  let service: Service;
  beforeAll(async () => {
    service = await Service.started();
  });
  afterAll(() => service.dispose());

  it.each(['PATCH', 'POST'])('names it by its external_id, and leaves what it does not name (%s)', async (method) => {
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

  it(`shows in each of its ${CASES} cases`, async () => {
    const { api } = service;
    const first = await api.createCase({ customer: { external_id: 'holding', full_name: 'Old Name Ltd', customer_type: 'COMPANY' } });
    const customerId = first.customer.id;
    const ids = [first.id];
    const openCases = async (): Promise<void> => {
      while (ids.length < CASES) {
        const place = ids.push(0) - 1;
        ids[place] = (await api.createCase({ customer_id: customerId })).id;
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, openCases));

    const renamed = await api.createCase({ customer: { external_id: 'holding', full_name: 'New Name Ltd', customer_type: 'COMPANY' } });
    expect(renamed.customer).toEqual({ ...first.customer, full_name: 'New Name Ltd' });
    expect(await api.getCase(first.id)).toMatchObject({ customer: renamed.customer, revision: first.revision });

    const names = new Map<number, string | null>();
    await eventually(async () => {
      expect(await api.listCases(`customer_id=${customerId}&search=new`)).toMatchObject({ count: CASES + 1 });
    });
    for (let page = 1; page <= Math.ceil((CASES + 1) / 200); page++) {
      const { results } = await api.listCases(`customer_id=${customerId}&page_size=200&page=${page}`);
      for (const { id, customer } of results) names.set(id, customer.full_name);
    }
    expect(new Set(names.keys())).toEqual(new Set([...ids, renamed.id]));
    expect(new Set(names.values())).toEqual(new Set(['New Name Ltd']));
    expect(await api.listCases('search=old')).toMatchObject({ count: 0 });
  });
});
