import { deciderSpec } from '#event-sourcing/testing';
import { describe, expect, it } from '@jest/globals';
import { caseAggregate } from '../case.state.js';
import { aCase } from '../testing/case-fixtures.js';
import { aDualCase, DUAL } from '../testing/dual-fixtures.js';
import { createCaseInput, decideCreateCase } from './create-case.js';

const { given } = deciderSpec(caseAggregate, decideCreateCase);
const checks = [{ check_type: 'PEP' }, { check_type: 'SANCTION' }];
const create = (body: object) => ({
  id: 1,
  externalId: 'loan-1',
  customerId: 5,
  apiVersion: 3 as const,
  input: createCaseInput.parse({ customer_id: 5, ...body }),
});

describe('creating a case', () => {
  it('opens it and starts it', () => {
    given().when(create({ checks })).then(aCase.created(), ...aCase.started());
  });

  it('leaves it not started when that is wanted, under the old name too, or when there is nothing to start', () => {
    given().when(create({ checks, auto_start: false })).then(aCase.created());
    given().when(create({ checks, start: false })).then(aCase.created());
    given().when(create({})).then(aCase.created(0));
  });

  it('gives it to the member that was named', () => {
    const grace = { id: 2, email: 'grace@example.com' };
    given().when({ ...create({ checks, assignee: 'Grace@example.com' }), assignee: grace }).then(aCase.created(), aCase.assigned(grace), ...aCase.started());
  });

  it('keeps what was given', () => {
    const given_ = {
      webhook_url: 'https://example.com/hook',
      metadata: { desk: 'north' },
      sync_platforms: [{ domain: 'acme.my.salesforce.com', id: '500A' }],
      delete_after: 30,
    };
    given().when(create(given_)).then(aCase.created(0, given_));
  });

  it('has the checks of its config, and keeps the version of it', () => {
    const command = { ...create({ case_config: 'kyc' }), blueprint: { ...DUAL, slug: 'kyc', dual: null } };
    const pinned_config = { version: 4, outcome_rules: null, dual: null };
    given().when(command).then(aDualCase.created({ case_config: 'kyc', pinned_config, document_ids: [] }), ...aDualCase.started());
  });

  it('is started by a dual config only with a document', () => {
    const command = { ...create({ case_config: 'onboarding' }), blueprint: DUAL };
    given().when(command).then(aDualCase.created({ document_ids: [] }));
    given().when({ ...create({ case_config: 'onboarding', document_ids: [9] }), blueprint: DUAL }).then(aDualCase.created(), ...aDualCase.started());
  });

  it('refuses a stream that is there already: its external_id is taken', () => {
    given(aCase.created()).when(create({ checks })).fails('unique', 'external_id');
  });
});

describe('the body of a request for a case', () => {
  const errorsOf = (body: unknown): string[] =>
    createCaseInput.safeParse(body).error?.issues.map(({ path }) => path.join('.')) ?? [];

  it.each([
    ['neither customer nor customer_id', {}, ''],
    ['both customer and customer_id', { customer_id: 1, customer: { full_name: 'A' } }, ''],
    ['checks beside a case_config', { customer_id: 1, case_config: 'kyb', checks: [] }, 'checks'],
    ['an unknown check type', { customer_id: 1, checks: [{ check_type: 'PEPX' }] }, 'checks.0.check_type'],
    ['a check without a type', { customer_id: 1, checks: [{}] }, 'checks.0.check_type'],
    ['too many checks', { customer_id: 1, checks: Array(101).fill({ check_type: 'PEP' }) }, 'checks'],
    ['a webhook URL that is none', { customer_id: 1, webhook_url: 'ftp://example.com' }, 'webhook_url'],
    ['a webhook URL with a password', { customer_id: 1, webhook_url: 'https://a:b@example.com' }, 'webhook_url'],
    ['a webhook URL that is too long', { customer_id: 1, webhook_url: `https://example.com/${'x'.repeat(500)}` }, 'webhook_url'],
    ['an external_id that is too long', { customer_id: 1, external_id: 'x'.repeat(513) }, 'external_id'],
    ['an assignee that is no e-mail address', { customer_id: 1, assignee: 'ada' }, 'assignee'],
    ['metadata that is no object', { customer_id: 1, metadata: [] }, 'metadata'],
    ['metadata that is too large', { customer_id: 1, metadata: { a: 'x'.repeat(65_536) } }, 'metadata'],
    ['a platform without a host name', { customer_id: 1, sync_platforms: [{ domain: 'a b', id: '1' }] }, 'sync_platforms.0.domain'],
    ['too many platforms', { customer_id: 1, sync_platforms: Array(21).fill({ domain: 'a.example', id: '1' }) }, 'sync_platforms'],
    ['a delete_after out of range', { customer_id: 1, delete_after: -2 }, 'delete_after'],
    ['too many documents', { customer_id: 1, document_ids: Array(101).fill(1) }, 'document_ids'],
    ['too many documents of a check', { customer_id: 1, checks: [{ check_type: 'PEP', document_ids: Array(101).fill(1) }] }, 'checks.0.document_ids'],
    ['a wrong name in the customer', { customer: { full_name: 'x'.repeat(256) } }, 'customer.full_name'],
    ['a wrong type in the customer', { customer: { full_name: 'A', customer_type: 'DOG' } }, 'customer.customer_type'],
  ])('refuses %s and names the field', (_, body, field) => {
    expect(errorsOf(body)).toContain(field);
  });
});
