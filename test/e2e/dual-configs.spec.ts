import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { CaseBody, PageBody } from '../support/api-bodies.js';
import { eventually } from '../support/eventually.js';
import { Service } from '../support/service.js';

jest.setTimeout(240_000);

const service = new Service();
beforeAll(async () => {
  await service.start();
  await create({ slug: 'kyb', name: 'KYB', customer_type: 'COMPANY', checks: [{ check_type: 'UBO_RESOLUTION' }, { check_type: 'COMMERCIAL_EXTRACT' }] });
  await create({ slug: 'kyc', name: 'KYC', checks: [{ check_type: 'PEP' }] });
  await create({ slug: 'onboarding', name: 'Both', kyb: 'kyb', kyc: 'kyc' });
});
afterAll(() => service.dispose());

interface ChildBody extends CaseBody {
  readonly parent_case_id: number | null;
  readonly case_config: string | null;
  readonly delete_after: number;
}

const create = async (json: object): Promise<void> => {
  expect((await service.api.request('POST', '/api/case-configs/', { json })).status).toBe(201);
};
const upload = async (about: object): Promise<void> => {
  const json = { file: Buffer.from('An extract.').toString('base64'), original_name: 'extract.txt', ...about };
  expect((await service.api.request('POST', '/api/documents/', { json })).status).toBe(201);
};
const open = async (rest: object = {}): Promise<ChildBody> => {
  const json = { customer: { full_name: 'Engines Ltd', customer_type: 'COMPANY' }, case_config: 'onboarding', ...rest };
  return (await service.api.request('POST', '/api/cases/', { json })).body as ChildBody;
};
/** A company's case, begun. */
const begun = async (rest: object = {}): Promise<ChildBody> => {
  const made = await open(rest);
  await upload({ case_id: made.id });
  const { status, body } = await service.api.startCase(made.id);
  expect(status).toBe(200);
  return body as ChildBody;
};
const resolve = (parent: CaseBody, ...shareholders: readonly object[]) =>
  service.api.request('POST', `/api/checks/${parent.checks[0]!.id}/decide/`, { json: { outcome: 'ACCEPTED', shareholders } });
const children = async (parent: CaseBody, query = ''): Promise<readonly ChildBody[]> => {
  const { status, body } = await service.api.request('GET', `/api/cases/${parent.id}/children/?${query}`);
  expect(status).toBe(200);
  return (body as PageBody<ChildBody>).results;
};
const expectChildren = (parent: CaseBody, names: readonly string[]): Promise<readonly ChildBody[]> =>
  eventually(async () => {
    const found = await children(parent);
    expect(found.map(({ customer }) => customer.full_name).sort()).toEqual([...names].sort());
    return found;
  }, { withinMs: 60_000 });

const ADA = { full_name: 'Ada', external_id: 'ada', ownership: 60, input_details: { born: 1815 } };
const GRACE = { full_name: 'Grace', customer_type: 'INDIVIDUAL' };

describe('a case by a dual config', () => {
  it('has nothing to start without a document, and starts with one that was uploaded just before', async () => {
    const made = await open();
    expect(made).toMatchObject({ status: 'PENDING', case_config: 'onboarding', checks: [{ check_type: 'UBO_RESOLUTION', status: 'PENDING' }, { check_type: 'COMMERCIAL_EXTRACT' }] });
    expect(await service.api.startCase(made.id)).toMatchObject({ status: 400, body: { non_field_errors: [expect.any(String)] } });
    await upload({ check_id: made.checks[0]!.id });
    expect(await service.api.startCase(made.id)).toMatchObject({ status: 200, body: { action_taken: 'started', status: 'PROCESSING' } });
  });

  it('gets a case for each shareholder, and is complete after them', async () => {
    const parent = await begun({ webhook_url: 'http://127.0.0.1:9/', delete_after: 30 });
    expect((await resolve(parent, ADA, GRACE)).status).toBe(200);
    const made = await expectChildren(parent, ['Ada', 'Grace']);
    for (const child of made) {
      expect(child).toMatchObject({ parent_case_id: parent.id, case_config: 'kyc', webhook_url: null, delete_after: 30, status: 'PROCESSING', checks: [{ check_type: 'PEP', status: 'DECIDING' }] });
    }
    const { body: ada } = await service.api.request('GET', `/api/customers/${made.find(({ customer }) => customer.full_name === 'Ada')!.customer.id}/`);
    expect(ada).toMatchObject({ external_id: 'ada', parent: parent.customer.id, input_details: { born: 1815 } });

    await service.api.decideCheck(parent.checks[1]!.id, { outcome: 'ACCEPTED' });
    expect(await service.api.getCase(parent.id)).toMatchObject({ is_complete: false });
    for (const child of made) await service.api.decideCheck(child.checks[0]!.id, { outcome: 'REJECTED' });
    await eventually(async () => {
      expect(await service.api.getCase(parent.id)).toMatchObject({ is_complete: true, outcome: 'ACCEPTED', status: 'COMPLETED' });
    }, { withinMs: 60_000 });
    expect(await resolve(parent, ADA, GRACE, { full_name: 'Mary' })).toMatchObject({ status: 400, body: { shareholders: [expect.any(String)] } });
  });

  it('gets cases for those alone whom a later decision adds, and after a crash as well', async () => {
    const parent = await begun();
    await resolve(parent, GRACE);
    await service.kill();
    await service.start();
    await expectChildren(parent, ['Grace']);
    await resolve(parent, GRACE, { full_name: 'Mary' });
    const [mary] = await expectChildren(parent, ['Grace', 'Mary']);
    expect(mary?.customer.full_name).toBe('Mary');
    expect(await children(parent, 'page_size=1&page=2')).toMatchObject([{ customer: { full_name: 'Grace' } }]);
  });

  it.each<[string, readonly object[], object]>([
    ['without a name', [{ external_id: 'x' }], { shareholders: [{ full_name: [expect.any(String)] }] }],
    ['with one key for two', [ADA, { ...GRACE, external_id: 'ada' }], { shareholders: [{}, { external_id: ['Another shareholder has this external_id.'] }] }],
    ['with more than all of the company', [{ ...ADA, ownership: 101 }], { shareholders: [{ ownership: [expect.any(String)] }] }],
  ])('is not decided by shareholders %s', async (_, shareholders, errors) => {
    const parent = await begun();
    const { status, body } = await resolve(parent, ...shareholders);
    expect([status, body]).toEqual([400, errors]);
    expect(await children(parent)).toEqual([]);
  });

  it('shows its children to nobody who asks for another case', async () => {
    expect(await service.api.request('GET', '/api/cases/4000000/children/')).toMatchObject({ status: 404, body: { detail: 'Not found.' } });
  });
});
