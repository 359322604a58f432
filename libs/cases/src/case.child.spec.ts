import type { CaseConfig } from '#configs';
import { deciderSpec } from '#event-sourcing/testing';
import { describe, it } from '@jest/globals';
import { decideOpenChild } from './case.child.js';
import type { CaseEvent } from './case.events.js';
import { caseAggregate, type CaseState } from './case.state.js';
import { checkId } from './check-ids.js';
import { generatedExternalId } from './external-id.js';
import { aCase } from './testing/case-fixtures.js';
import { stateAfter } from './testing/case-steps.js';
import { aDualCase } from './testing/dual-fixtures.js';

const rules = { accept_below: 0.2, review_at_or_above: null, reject_at_or_above: null };
const config: CaseConfig = {
  kind: 'single', org: 'acme', created_at: '', updated_at: '', slug: 'kyc', version: 3, name: 'KYC', customer_type: null, outcome_rules: rules,
  checks: [{ check_type: 'IDV', input_details: { depth: 2 }, provider: 'http', required: false }], checklist: [], sla_hours: null,
};
const settings = { webhook_url: 'https://example.com/', metadata: { tier: 'gold' }, sync_platforms: [{ domain: 'acme.my.salesforce.com', id: '500A' }], delete_after: 30 };
const assigned: CaseEvent = { type: 'case-assigned', data: { member_id: 7, assignee: 'ada@example.com' } };
const parent = stateAfter([aDualCase.created(settings), assigned, ...aDualCase.started(), aDualCase.resolved({ full_name: 'Ada' }), aDualCase.planned([0])])!;
const open = { parent, child: parent.children[0]!, config, customerId: 77 };

const { given } = deciderSpec(caseAggregate, (command: typeof open, state: CaseState | undefined) => decideOpenChild(command, state));

describe('the case of a shareholder', () => {
  it('is by the config of shareholders, has what its parent hands down, and is started', () => {
    const checks = [{ ...config.checks[0]!, check_id: checkId(101, 0), document_ids: [], delete_after: -1 }];
    const requested: CaseEvent = { type: 'check-requested', data: { customer_id: 77, check_id: checkId(101, 0), check_type: 'IDV' } };
    given()
      .when(open)
      .then(
        aCase.created(0, {
          case_id: 101, customer_id: 77, external_id: generatedExternalId('acme', 101), checks, case_config: 'kyc', parent_case_id: 1,
          pinned_config: { version: 3, outcome_rules: rules, dual: null }, delete_after: 30,
        }),
        assigned,
        { type: 'case-started', data: {} },
        requested,
      );
  });

  it('is made once', () => {
    given().when(open).resent();
    given(aCase.created(1, { case_id: 101 })).when(open).thenNothing();
  });
});
