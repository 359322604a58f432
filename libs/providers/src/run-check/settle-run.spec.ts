import { caseAggregate, type CaseEvent, createCaseInput, decideCreateCase } from '#cases';
import { deciderSpec } from '#event-sourcing/testing';
import { describe, it } from '@jest/globals';
import type { CheckRun, CheckRunState } from '../check-run.state.js';
import { settleCheck } from './settle-run.js';

const { given } = deciderSpec(caseAggregate, settleCheck);

const CHECK = 128;
const input = createCaseInput.parse({ customer_id: 5, checks: [{ check_type: 'IDV' }] });
const waiting = decideCreateCase({ id: 1, externalId: 'loan-1', customerId: 5, apiVersion: 3, input }, undefined);
const requested: CaseEvent = { type: 'check-requested', data: { customer_id: 5, check_id: CHECK, check_type: 'IDV' } };
const decided = (outcome: 'ACCEPTED' | 'REJECTED', note: string | null): CaseEvent => ({
  type: 'check-decided',
  data: { customer_id: 5, check_id: CHECK, outcome, risk_score: null, title: null, note, reasoning: [], shareholders: null },
});
const completed = (outcome: 'ACCEPTED' | 'REJECTED' | null): CaseEvent => ({ type: 'case-completed', data: { parent_case_id: null, outcome, risk_score: null } });

const run = (requestRevision = 2): CheckRun => ({
  org: 'acme', id: `${CHECK}.${requestRevision}`, caseId: 1, checkId: CHECK, customerId: 5, checkType: 'IDV', requestRevision, provider: 'screening',
});
const answered = (requestRevision?: number): CheckRunState => ({ status: 'answered', attempts: 1, run: run(requestRevision), decision: { outcome: 'ACCEPTED', note: 'fine' } });
const abandoned = (requestRevision?: number): CheckRunState => ({ status: 'abandoned', attempts: 6, run: run(requestRevision), reason: 'timeout' });

describe('what a run means for its check', () => {
  it('is the decision that the provider gave', () => {
    given(...waiting).when(answered()).then(decided('ACCEPTED', 'fine'), completed('ACCEPTED'));
    given(...waiting).when(answered()).resent();
  });

  it('is that it could not be carried out, when nobody answered', () => {
    const failed: CaseEvent = { type: 'check-failed', data: { customer_id: 5, check_id: CHECK, reason: 'Provider screening: timeout.' } };
    given(...waiting).when(abandoned()).then(failed, completed(null));
    given(...waiting).when(abandoned()).resent();
  });

  it.each<[string, CaseEvent[]]>([
    ['was decided by somebody else', [decided('REJECTED', null), completed('REJECTED')]],
    ['was skipped', [{ type: 'check-skipped', data: { customer_id: 5, check_id: CHECK, reason: 'x' } }]],
    ['was requested anew', [requested]],
    ['belongs to a case that was archived', [decided('REJECTED', null), completed('REJECTED'), { type: 'case-archived', data: { successor_id: 9 } }]],
  ])('is nothing when the check %s meanwhile', (_, since) => {
    given(...waiting, ...since).when(answered()).thenNothing();
    given(...waiting, ...since).when(abandoned()).thenNothing();
  });

  it('is that it could not be carried out, when the case refuses the decision', () => {
    const checks = [{ check_type: 'UBO_RESOLUTION' as const, input_details: null, provider: null, required: true }];
    const dual = { kyb: { slug: 'kyb', version: 1 }, kyc: 'kyc' };
    const blueprint = { slug: 'onboarding', version: 1, customer_type: null, checks, outcome_rules: null, dual };
    const company = createCaseInput.parse({ customer_id: 5, document_ids: [9] });
    const shareholders = Array.from({ length: 501 }, (_, n) => ({ full_name: `Ada ${n}` }));
    const failed: CaseEvent = { type: 'check-failed', data: { customer_id: 5, check_id: CHECK, reason: 'Provider screening: too_many_shareholders.' } };
    given(...decideCreateCase({ id: 1, externalId: 'loan-1', customerId: 5, apiVersion: 3, input: company, blueprint }, undefined))
      .when({ ...answered(), decision: { outcome: 'ACCEPTED', shareholders } } as CheckRunState)
      .then(failed, completed(null));
  });

  it('is for the request that stands', () => {
    given(...waiting, requested).when(answered(3)).then(decided('ACCEPTED', 'fine'), completed('ACCEPTED'));
  });

  it('is nothing for a case or a check that is not there', () => {
    given().when(answered()).thenNothing();
    given(...decideCreateCase({ id: 1, externalId: 'loan-1', customerId: 5, apiVersion: 3, input: { ...input, checks: [] } }, undefined)).when(answered()).thenNothing();
  });
});
