import { deciderSpec } from '#event-sourcing/testing';
import { describe, it } from '@jest/globals';
import { configDefined } from '../config.definition.js';
import { createConfigInput, replaceConfigInput } from '../config.input.js';
import { configAggregate } from '../config.state.js';
import { decideReplaceConfig } from './replace-case-config.js';

const { given } = deciderSpec(configAggregate, decideReplaceConfig);
const single = (name: string) => ({ slug: 'kyc', name, checks: [{ check_type: 'PEP' }], outcome_rules: { accept_below: 0.2 } });
const dual = { slug: 'kyc', name: 'Both', kyb: 'a', kyc: 'b' };
const defined = (body: object, version = 1) => configDefined('kyc', version, createConfigInput.parse(body));
const replace = (body: object) => ({ slug: 'kyc', input: replaceConfigInput.parse(body) });

describe('replacing a case config', () => {
  it('makes the next version, whether the body has the slug or not', () => {
    given(defined(single('KYC'))).when(replace(single('KYC 2'))).then(defined(single('KYC 2'), 2));
    const { slug: _, ...rest } = single('KYC 3');
    given(defined(single('KYC')), defined(single('KYC 2'), 2)).when(replace(rest)).then(defined(single('KYC 3'), 3));
    given(defined(dual)).when(replace({ ...dual, kyc: 'c' })).then(defined({ ...dual, kyc: 'c' }, 2));
  });

  it('makes none of what is so already', () => {
    given(defined(single('KYC'))).when(replace(single('KYC'))).thenNothing();
    given(defined(dual)).when(replace(dual)).thenNothing();
    given(defined(single('KYC'))).when(replace(single('KYC 2'))).resent();
  });

  it('goes back to what an earlier version said by a version of its own', () => {
    given(defined(single('KYC')), defined(single('KYC 2'), 2)).when(replace(single('KYC'))).then(defined(single('KYC'), 3));
  });

  it('keeps slug and kind, and needs something to replace', () => {
    given(defined(single('KYC'))).when(replace({ ...single('KYC'), slug: 'other' })).fails('fixed', 'slug');
    given(defined(single('KYC'))).when(replace(dual)).fails('kind_fixed');
    given(defined(dual)).when(replace(single('KYC'))).fails('kind_fixed');
    given().when(replace(single('KYC'))).fails('case_config_not_found');
  });
});
