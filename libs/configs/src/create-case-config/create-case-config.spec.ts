import { deciderSpec } from '#event-sourcing/testing';
import { describe, expect, it } from '@jest/globals';
import type { ConfigEvent } from '../config.events.js';
import { createConfigInput } from '../config.input.js';
import { configAggregate } from '../config.state.js';
import { decideCreateConfig } from './create-case-config.js';

const { given } = deciderSpec(configAggregate, decideCreateConfig);
const single = { slug: 'kyc', name: 'KYC', checks: [{ check_type: 'PEP' }] };
const dual = { slug: 'both', name: 'Both', kyb: 'kyb', kyc: 'kyc' };
const create = (body: object) => createConfigInput.parse(body);

const defined: ConfigEvent = {
  type: 'case-config-defined',
  data: {
    slug: 'kyc', version: 1, name: 'KYC', customer_type: null, outcome_rules: null, checklist: [], sla_hours: null,
    checks: [{ check_type: 'PEP', input_details: null, provider: null, required: true }],
  },
};
const dualDefined: ConfigEvent = { type: 'dual-case-config-defined', data: { version: 1, ...dual } };

describe('creating a case config', () => {
  it('makes its first version, with what was left out said', () => {
    given().when(create(single)).then(defined);
    given().when(create(dual)).then(dualDefined);
  });

  it('keeps everything that was given', () => {
    const checks = [{ check_type: 'IDV', input_details: { depth: 2 }, provider: 'http', required: false }] as const;
    const rest = { customer_type: 'INDIVIDUAL', checklist: ['Passport seen'], sla_hours: 48 } as const;
    given()
      .when(create({ ...single, ...rest, checks, outcome_rules: { accept_below: 0.2 } }))
      .then({
        type: 'case-config-defined',
        data: { ...defined.data, ...rest, checklist: [...rest.checklist], checks: [...checks], outcome_rules: { accept_below: 0.2, review_at_or_above: null, reject_at_or_above: null } },
      });
  });

  it('refuses a slug that is taken, by a config of either kind', () => {
    given(defined).when(create(single)).fails('unique', 'slug');
    given(dualDefined).when(create({ ...single, slug: 'both' })).fails('unique', 'slug');
  });
});

describe('the body of a case config', () => {
  const accepts = (body: object): boolean => createConfigInput.safeParse(body).success;

  it.each<[string, object]>([
    ['a slug with capitals', { ...single, slug: 'KYC' }],
    ['a slug with a dot', { ...single, slug: 'kyc.eu' }],
    ['a slug that ends in a hyphen', { ...single, slug: 'kyc-' }],
    ['a slug that is too long', { ...single, slug: 'k'.repeat(101) }],
    ['no name', { ...single, name: ' ' }],
    ['no check', { ...single, checks: [] }],
    ['too many checks', { ...single, checks: Array(101).fill({ check_type: 'PEP' }) }],
    ['an unknown type of check', { ...single, checks: [{ check_type: 'PEPPER' }] }],
    ['a name of a provider that is none', { ...single, checks: [{ check_type: 'PEP', provider: 'Delphi!' }] }],
    ['an unknown field', { ...single, sla: 4 }],
    ['an unknown field of a check', { ...single, checks: [{ check_type: 'PEP', mandatory: true }] }],
    ['an unknown rule', { ...single, outcome_rules: { accept_below: 0.2, reject_above: 0.9 } }],
    ['no rule', { ...single, outcome_rules: {} }],
    ['rules that contradict each other', { ...single, outcome_rules: { accept_below: 0.9, reject_at_or_above: 0.2 } }],
    ['a threshold that is no score', { ...single, outcome_rules: { reject_at_or_above: 90 } }],
    ['an empty line of the checklist', { ...single, checklist: [''] }],
    ['hours that are none', { ...single, sla_hours: 0 }],
    ['a dual config that has checks of its own', { ...dual, checks: single.checks }],
    ['a dual config with one side', { slug: 'both', name: 'Both', kyb: 'kyb' }],
  ])('cannot have %s', (_, body) => {
    expect(accepts(body)).toBe(false);
  });

  it('may leave out what has an obvious value', () => {
    expect(accepts(single)).toBe(true);
    expect(accepts(dual)).toBe(true);
    expect(accepts({ ...single, outcome_rules: null, checklist: null, sla_hours: null, customer_type: null })).toBe(true);
  });
});
