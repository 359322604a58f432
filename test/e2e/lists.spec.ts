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

  it('hold what their filters say, each alone and together with others', async () => {
    const made = async (path: string, json: object): Promise<{ readonly id: number }> => (await service.api.request('POST', path, { json })).body as { id: number };
    const [zofia, initech] = [
      await made('/api/customers/', { full_name: 'Żofia Ó Briain', external_id: 'zofia', customer_type: 'INDIVIDUAL' }),
      await made('/api/customers/', { full_name: 'Initech Holding', external_id: 'initech', customer_type: 'COMPANY' }),
    ];
    await made('/api/members/', { email: 'Peter@Example.com', name: 'Peter', role: 'analyst' });
    await made('/api/case-configs/', { slug: 'filtered', name: 'Filtered', checks: [{ check_type: 'IDV' }] });
    const cases = {
      hooked: await service.api.createCase({ customer_id: zofia.id, webhook_url: 'http://127.0.0.1:9/', external_id: 'loan-7' }),
      owned: await service.api.createCase({ customer_id: initech.id, assignee: 'peter@example.com' }),
      configured: await service.api.createCase({ customer_id: zofia.id, case_config: 'filtered' }),
      decided: await service.api.createCase({ customer_id: initech.id, checks: [{ check_type: 'EDD_QUESTIONNAIRE' }, { check_type: 'CRA' }] }),
    };
    const [questioned, rated] = cases.decided.checks.map(({ id }) => id) as [number, number];
    await service.api.decideCheck(questioned, { outcome: 'ACCEPTED', risk_score: 0.3 });
    await service.api.decideCheck(rated, { outcome: 'REJECTED', risk_score: 0.8 });
    const restarted = await service.api.restartCase(cases.decided.id);

    const names = new Map([...Object.entries({ ...cases, restarted }).map(([name, { id }]) => [`/api/cases/${id}`, name] as const),
      [`/api/checks/${questioned}`, 'questioned'], [`/api/checks/${rated}`, 'rated'], [`/api/customers/${zofia.id}`, 'zofia'], [`/api/customers/${initech.id}`, 'initech']]);
    const { created_at: then } = cases.configured;
    const since = (isSo: (at: string) => boolean): string[] => Object.entries({ ...cases, restarted }).flatMap(([name, { created_at }]) => (name !== 'decided' && isSo(created_at) ? name : []));
    const expected: readonly (readonly [list: string, query: string, names: readonly string[]])[] = [
      ['cases', '', ['hooked', 'owned', 'configured', 'restarted']],
      ['cases', `customer_id=${zofia.id}`, ['hooked', 'configured']],
      ['cases', 'has_webhook=true', ['hooked']],
      ['cases', 'has_webhook=false', ['owned', 'configured', 'restarted']],
      ['cases', 'outcome=REJECTED&archived=true', ['decided']],
      ['cases', 'outcome=REJECTED', []],
      ['cases', 'status=PENDING', ['hooked', 'owned']],
      ['cases', 'status=PROCESSING', ['configured', 'restarted']],
      ['cases', 'external_id=loan-7', ['hooked']],
      ['cases', 'assignee=PETER@example.com', ['owned']],
      ['cases', 'assignee=', ['hooked', 'configured', 'restarted']],
      ['cases', 'case_config=filtered', ['configured']],
      ['cases', 'archived=true', ['decided']],
      ['cases', `created_after=${then}`, since((at) => at >= then)],
      ['cases', `created_before=${then}`, since((at) => at < then)],
      ['cases', 'search=brIa%20zof', ['hooked', 'configured']],
      ['cases', 'search=riain', []],
      ['cases', 'search=%21%21', []],
      ['cases', `customer_id=${zofia.id}&status=PROCESSING&has_webhook=false&search=zofia&case_config=filtered&ordering=updated_at`, ['configured']],
      ['checks', `case_id=${cases.decided.id}`, ['questioned', 'rated']],
      ['checks', 'check_type=EDD_QUESTIONNAIRE', ['questioned']],
      ['checks', 'min_risk_score=0.8', ['rated']],
      ['checks', 'max_risk_score=0.3', ['questioned']],
      ['checks', 'min_risk_score=0.3&max_risk_score=0.7', ['questioned']],
      ['checks', 'outcome=REJECTED', ['rated']],
      ['checks', 'status=DECIDED', ['questioned', 'rated']],
      ['checks', 'status=DECIDING', []],
      ['customers', 'customer_type=COMPANY', ['initech']],
      ['customers', 'external_id=zofia', ['zofia']],
      ['customers', 'search=zof', ['zofia']],
      ['customers', 'search=%20', ['zofia', 'initech']],
      ['customers', 'search=%2A', []],
      ['customers', 'search=hold&customer_type=INDIVIDUAL', []],
    ];
    await eventually(async () => {
      for (const [list, query, wanted] of expected) {
        const { body } = await service.api.request('GET', `/api/${list}/?page_size=200&${query}`);
        const { results } = body as { readonly results: readonly { readonly id: number }[] };
        const found = results.flatMap(({ id }) => names.get(`/api/${list}/${id}`) ?? []);
        expect([list, query, found.toSorted()]).toEqual([list, query, wanted.toSorted()]);
      }
    });
  });

  it('have no page at a cursor that is none', async () => {
    const { status, body } = await service.api.request('GET', '/api/cases/?cursor=nonsense');
    expect({ status, body }).toEqual({ status: 404, body: { detail: 'Invalid cursor.', code: 'invalid_cursor' } });
  });
});
