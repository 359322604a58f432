import { deciderSpec } from '#event-sourcing/testing';
import { describe, it } from '@jest/globals';
import type { CaseEvent } from './case.events.js';
import { caseAggregate, type CaseState } from './case.state.js';
import { decideOpenSuccessor } from './case.successor.js';
import { checkId } from './check-ids.js';
import { aCase } from './testing/case-fixtures.js';
import { stateAfter } from './testing/case-steps.js';

const settings = {
  webhook_url: 'https://example.com/webhooks',
  metadata: { tier: 'gold' },
  sync_platforms: [{ domain: 'acme.my.salesforce.com', id: '500A' }],
  delete_after: 30,
  case_config: 'kyc',
  pinned_config: { version: 3, outcome_rules: { accept_below: 0.2, review_at_or_above: null, reject_at_or_above: null }, dual: null },
  document_ids: [9],
};
const input = (index: number) => ({ check_type: 'IDV' as const, input_details: { depth: index }, document_ids: [], delete_after: 7, required: index === 0, provider: 'http' as const });
const added: CaseEvent = { type: 'check-added', data: { customer_id: 5, check: { check_id: checkId(1, 1), ...input(1) } } };

const archived = stateAfter([
  aCase.created(0, { ...settings, checks: [{ check_id: checkId(1, 0), ...input(0) }] }),
  ...aCase.started(1),
  added,
  aCase.decided(0, 'REJECTED', 0.9),
  aCase.skipped(1),
  aCase.completed('REJECTED', 0.9),
  aCase.archived(42),
])!;

const { given } = deciderSpec(caseAggregate, (old: CaseState, state: CaseState | undefined) => decideOpenSuccessor(old, state));

describe('the successor of an archived case', () => {
  it('is the old case from its beginning, with every check that the old one had, and is started', () => {
    const checks = [0, 1].map((index) => ({ check_id: checkId(42, index), ...input(index) }));
    given()
      .when(archived)
      .then(
        aCase.created(0, { ...settings, case_id: 42, checks }),
        { type: 'case-started', data: {} },
        ...checks.map(({ check_id, check_type }): CaseEvent => ({ type: 'check-requested', data: { customer_id: 5, check_id, check_type } })),
      );
  });

  it('is made once', () => {
    given().when(archived).resent();
    given(aCase.created(1, { case_id: 42 })).when(archived).thenNothing();
  });
});
