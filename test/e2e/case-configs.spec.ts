import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { CaseBody, PageBody } from '../support/api-bodies.js';
import { type Answer, told } from '../support/api-client.js';
import { eventually } from '../support/eventually.js';
import { Service } from '../support/service.js';

jest.setTimeout(120_000);

const service = new Service();
beforeAll(() => service.start());
afterAll(() => service.dispose());

const KYC = {
  name: 'KYC',
  customer_type: 'INDIVIDUAL',
  checks: [{ check_type: 'PEP', required: true, input_details: { depth: 1 } }, { check_type: 'ADVERSE_MEDIA', required: false }],
  outcome_rules: { reject_at_or_above: 0.9 },
};
const PATH = '/api/case-configs/';

const create = (json: object): Promise<Answer> => service.api.request('POST', PATH, { json });
const replace = (slug: string, json: object): Promise<Answer> => service.api.request('PUT', `${PATH}${slug}/`, { json });
const get = (path: string): Promise<Answer> => service.api.request('GET', `${PATH}${path}`);

describe('a case config', () => {
  it('is made once, and shown with what was left out', async () => {
    const made = await create({ slug: 'kyc-made', ...KYC });
    expect(told(made)).toEqual({
      status: 201,
      body: {
        slug: 'kyc-made', name: 'KYC', customer_type: 'INDIVIDUAL', checklist: [], sla_hours: null, version: 1,
        checks: [{ check_type: 'PEP', input_details: { depth: 1 }, provider: null, required: true }, { check_type: 'ADVERSE_MEDIA', input_details: null, provider: null, required: false }],
        outcome_rules: { accept_below: null, review_at_or_above: null, reject_at_or_above: 0.9 },
        created_at: expect.any(String), updated_at: expect.any(String),
      },
    });
    expect(told(await get('kyc-made/'))).toEqual({ status: 200, body: made.body });
    expect(told(await create({ slug: 'kyc-made', ...KYC }))).toEqual({ status: 400, body: { slug: ['A case config with this slug already exists.'] } });
    await eventually(async () => {
      const { results } = (await get('')).body as PageBody<{ slug: string }>;
      expect(results.map(({ slug }) => slug)).toContain('kyc-made');
    });
  });

  it('gets a new version by each change, and none by what is so already', async () => {
    await create({ slug: 'kyc-versions', ...KYC });
    expect(await replace('kyc-versions', { ...KYC, name: 'KYC 2' })).toMatchObject({ status: 200, body: { version: 2, name: 'KYC 2' } });
    expect(await replace('kyc-versions', { slug: 'kyc-versions', ...KYC, name: 'KYC 2' })).toMatchObject({ status: 200, body: { version: 2 } });
    const { body } = await get('kyc-versions/versions/');
    expect(body).toMatchObject({ count: 2, next: null, previous: null, results: [{ version: 2, name: 'KYC 2' }, { version: 1, name: 'KYC' }] });
    expect(await get('kyc-versions/versions/?page_size=1&page=2')).toMatchObject({ status: 200, body: { count: 2, results: [{ version: 1 }] } });
  });

  it.each<[string, object, object]>([
    ['an unknown field', { colour: 'red' }, { colour: ['This field is not known here.'] }],
    ['an unknown rule', { outcome_rules: { accept_below: 0.1, reject_above: 0.9 } }, { outcome_rules: { reject_above: ['This field is not known here.'] } }],
    ['no check', { checks: [] }, { checks: [expect.any(String)] }],
    ['an unknown check', { checks: [{ check_type: 'X' }] }, { checks: [{ check_type: [expect.any(String)] }] }],
    ['no name', { name: undefined }, { name: ['This field is required.'] }],
    ['a slug that is none', { slug: 'K Y C' }, { slug: [expect.any(String)] }],
  ])('is refused with %s, and the field is named', async (_, wrong, errors) => {
    expect(told(await create({ slug: 'kyc-wrong', ...KYC, ...wrong }))).toEqual({ status: 400, body: errors });
    expect((await get('kyc-wrong/')).status).toBe(404);
  });

  it('is there for those who ask for it by its name', async () => {
    for (const path of ['nothing/', 'nothing/versions/', 'NOTHING/', 'no%20thing/']) expect(await get(path)).toMatchObject({ status: 404, body: { detail: 'Not found.' } });
    expect((await replace('nothing', KYC)).status).toBe(404);
  });
});

describe('a dual config', () => {
  it('names two case configs that are there, and stays one', async () => {
    await create({ slug: 'kyc-side', ...KYC });
    await create({ slug: 'kyb-side', name: 'KYB', checks: [{ check_type: 'UBO_RESOLUTION', required: true }] });
    const dual = { slug: 'dual', name: 'Both', kyb: 'kyb-side', kyc: 'kyc-side' };
    expect(told(await create({ ...dual, kyb: 'nothing' }))).toEqual({ status: 400, body: { kyb: [expect.any(String)] } });
    expect(await create(dual)).toMatchObject({ status: 201, body: { ...dual, version: 1 } });
    expect(told(await create({ ...dual, slug: 'dual-2', kyc: 'dual' }))).toEqual({ status: 400, body: { kyc: [expect.any(String)] } });
    expect(told(await create({ slug: 'dual-3', name: 'Both', kyb: 'kyb-side' }))).toEqual({ status: 400, body: { kyc: ['This field is required.'] } });
    expect(await replace('dual', KYC)).toMatchObject({ status: 400, body: { non_field_errors: [expect.any(String)] } });
    expect(await replace('kyc-side', dual)).toMatchObject({ status: 400 });
  });
});

describe('a case by a config', () => {
  const open = async (json: object): Promise<CaseBody> => {
    const { status, body } = await service.api.request('POST', '/api/cases/', { json: { customer: { full_name: 'Ada' }, ...json } });
    expect(status).toBe(201);
    return body as CaseBody;
  };

  it('has its checks, and keeps the version that it was made with, also when it is restarted', async () => {
    await create({ slug: 'kyc-pinned', ...KYC });
    const made = await open({ case_config: 'kyc-pinned' });
    expect(made).toMatchObject({ case_config: 'kyc-pinned', parent_case_id: null, status: 'PROCESSING' });
    expect(made.checks).toMatchObject([{ check_type: 'PEP', input_details: { depth: 1 }, status: 'DECIDING' }, { check_type: 'ADVERSE_MEDIA' }]);
    await replace('kyc-pinned', { ...KYC, checks: [{ check_type: 'IDV', required: true }], outcome_rules: null });

    const [pep, media] = made.checks;
    await service.api.decideCheck(pep!.id, { outcome: 'ACCEPTED', risk_score: 0.95 });
    await service.api.failCheck(media!.id, 'No source');
    expect(await service.api.getCase(made.id)).toMatchObject({ is_complete: true, outcome: 'REJECTED', risk_score: 0.95 });

    const again = await service.api.restartCase(made.id);
    expect(again.checks.map(({ check_type }) => check_type)).toEqual(['PEP', 'ADVERSE_MEDIA']);
    await service.api.decideCheck(again.checks[0]!.id, { outcome: 'ACCEPTED', risk_score: 0.1 });
    await service.api.failCheck(again.checks[1]!.id, 'No source');
    expect(await service.api.getCase(again.id)).toMatchObject({ is_complete: true, outcome: 'ACCEPTED', case_config: 'kyc-pinned' });

    expect((await open({ case_config: 'kyc-pinned' })).checks).toMatchObject([{ check_type: 'IDV' }]);
  });

  it('is not accepted without a check that the config requires', async () => {
    await create({ slug: 'kyc-required', ...KYC });
    const { id, checks } = await open({ case_config: 'kyc-required' });
    await service.api.skipCheck(checks[0]!.id, 'Not needed');
    await service.api.decideCheck(checks[1]!.id, { outcome: 'ACCEPTED' });
    expect(await service.api.getCase(id)).toMatchObject({ is_complete: true, outcome: null });
  });

  it('is for the customers whom the config is for, and by a config that is there', async () => {
    await create({ slug: 'kyc-people', ...KYC });
    const refused = (json: object) => service.api.request('POST', '/api/cases/', { json });
    const company = { full_name: 'Analytical Engines', customer_type: 'COMPANY', external_id: 'engines' };
    expect(await refused({ case_config: 'kyc-people', customer: company })).toMatchObject({ status: 400, body: { case_config: [expect.any(String)] } });
    expect(await refused({ case_config: 'nothing', customer: company })).toMatchObject({ status: 400, body: { case_config: [expect.any(String)] } });
    expect(await refused({ case_config: 'kyc-people', customer: { full_name: 'Ada' }, checks: [] })).toMatchObject({ status: 400, body: { checks: [expect.any(String)] } });
    expect((await service.api.request('GET', '/api/customers/?external_id=engines')).body).toMatchObject({ count: 0 });
  });
});
