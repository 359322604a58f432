import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { CaseBody } from '../support/api-bodies.js';
import { eventually } from '../support/eventually.js';
import { Service } from '../support/service.js';

jest.setTimeout(120_000);

describe('lists', () => {
  const service = new Service();
  beforeAll(() => service.start());
  afterAll(() => service.dispose());

  it('are walked by cursor to the end and back, whatever is added in the meantime', async () => {
    const { id: customerId } = (await service.api.createCase({ customer: { full_name: 'Grace' }, checks: [{ check_type: 'CRA' }] })).customer;
    const add = (): Promise<CaseBody> => service.api.createCase({ customer_id: customerId, checks: [{ check_type: 'CRA' }] });
    for (let n = 0; n < 4; n++) await add();
    for (const full_name of ['Ada', 'Alan']) await service.api.request('POST', '/api/customers/', { json: { full_name } });

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
