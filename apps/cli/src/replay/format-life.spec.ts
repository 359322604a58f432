import type { CaseEvent, CaseOrCustomerEvent } from '#cases';
import type { CustomerEvent } from '#customers';
import { aCustomer } from '#customers/testing';
import { record } from '#event-sourcing/testing';
import { describe, expect, it } from '@jest/globals';
import pc from 'picocolors';
import { caseLife } from './case-life.js';
import { formatLife } from './format-life.js';

const plain = pc.createColors(false);
const metadata = (second: number, rest: object = {}) => ({ occurred_at: `2026-01-01T00:00:0${second}.000Z`, $causationId: 'do', command_id: 'do', ...rest });
const ofCase = (event: CaseEvent, revision: number, second: number, rest: object = {}): CaseOrCustomerEvent =>
  record(event, { stream: 'case-acme.1', revision, position: 10 * second + revision, metadata: metadata(second, rest) });
const ofCustomer = (event: CustomerEvent, revision: number, second: number): CaseOrCustomerEvent =>
  record(event, { stream: 'customer-acme.5', revision, position: 10 * second + revision, metadata: metadata(second) });

const check = (check_id: number, check_type: 'PEP' | null) => ({ check_id, check_type, input_details: null, document_ids: [], delete_after: -1, required: null, provider: null });
const created: CaseEvent = {
  type: 'case-created',
  data: {
    case_id: 1, customer_id: 5, external_id: 'loan-1', note: null, rfi: null, webhook_url: null, checks: [check(128, 'PEP'), check(129, null)], document_ids: [],
    case_config: null, pinned_config: null, parent_case_id: null, assignee: null, metadata: null, sync_platforms: [], delete_after: -1, api_version: 3,
  },
};
const decided = (outcome: 'ACCEPTED' | 'REJECTED', risk_score: number | null): CaseEvent => ({
  type: 'check-decided',
  data: { customer_id: 5, check_id: 128, outcome, risk_score, title: null, note: 'no \u001b[31mhit', reasoning: [], shareholders: null },
});

const trail = [
  ofCustomer(aCustomer.created({ external_id: null, full_name: 'Ada', customer_type: null }), 0, 0),
  ofCase(created, 0, 1),
  ofCase({ type: 'case-started', data: {} }, 1, 1),
  ofCustomer(aCustomer.updated({ full_name: 'Ada King' }), 1, 2),
  ofCase(decided('ACCEPTED', 0.1), 2, 5, { on_behalf_of: 'member:7', $causationId: 'a-message' }),
];

const told = (events: readonly CaseOrCustomerEvent[]): string => formatLife(caseLife(events)!, plain);

describe("a case's life in a terminal", () => {
  it('is told from its opening to its state at the end', () => {
    expect(told(trail)).toBe(`Case 1  external id loan-1, organization acme
Customer 5  Ada King
4 events over 4 s

#0  2026-01-01T00:00:01.000Z  client:spec
    Case opened for customer 5 with 2 checks: 128 (PEP), 129
      customer.full_name: Ada
      status: PENDING
      checks.128.check_type: PEP
      checks.128.status: PENDING
      checks.128.delete_after: -1
      checks.129.status: PENDING
      checks.129.delete_after: -1
      delete_after: -1
    command do  correlation correlation

#1  2026-01-01T00:00:01.000Z  +0 ms  client:spec
    Case started
      status: PENDING → PROCESSING
    command do  correlation correlation

customer #1  2026-01-01T00:00:02.000Z  +1 s  client:spec
    Customer 5 changed
      customer.full_name: Ada → Ada King
    command do  correlation correlation

#2  2026-01-01T00:00:05.000Z  +3 s  client:spec for member:7
    Check 128 (PEP) decided: ACCEPTED, risk 0.10
      risk_score: – → 0.1
      checks.128.risk_score: – → 0.1
      checks.128.note: – → no \\u001b[31mhit
      checks.128.outcome: – → ACCEPTED
      checks.128.status: PENDING → DECIDED
    command do  cause a-message  correlation correlation

At the end  PROCESSING, no outcome, risk 0.10, revision 2

CHECK  TYPE  STATUS   OUTCOME   RISK  NOTE
128    PEP   DECIDED  ACCEPTED  0.10  no \\u001b[31mhit
129    –     PENDING  –         –
`);
  });

  it.each<[string, CaseEvent]>([
    ['Check 130 (PEP) added', { type: 'check-added', data: { customer_id: 5, check: check(130, 'PEP') } }],
    ['Check 129 waits for a decision', { type: 'check-requested', data: { customer_id: 5, check_id: 129, check_type: null } }],
    ['Check 128 (PEP) decided anew: REJECTED', decided('REJECTED', null)],
    ['Check 128 (PEP) decided anew: REJECTED, risk 0.125', decided('REJECTED', 0.125)],
    ['Check 129 skipped: not\\nneeded', { type: 'check-skipped', data: { customer_id: 5, check_id: 129, reason: 'not\nneeded' } }],
    ['Check 129 failed: no answer', { type: 'check-failed', data: { customer_id: 5, check_id: 129, reason: 'no answer' } }],
    ['Case completed: no outcome', { type: 'case-completed', data: { outcome: null, risk_score: null, parent_case_id: null } }],
    ['Outcome of the case changed: REJECTED, risk 1.00', { type: 'case-outcome-changed', data: { outcome: 'REJECTED', risk_score: 1 } }],
    ['Case archived: case 42 takes its place', { type: 'case-archived', data: { successor_id: 42 } }],
    ['Outcome of #2 left the service and was taken', { type: 'outcome-submitted', data: { case_revision: 2 } }],
    [
      'Outcome of #2 written to 500A at acme.my.salesforce.com',
      { type: 'platform-sync-recorded', data: { domain: 'acme.my.salesforce.com', id: '500A', case_revision: 2, synced: true, reason: null } },
    ],
    [
      'Outcome of #2 not written to 500A at acme.my.salesforce.com: http_404',
      { type: 'platform-sync-recorded', data: { domain: 'acme.my.salesforce.com', id: '500A', case_revision: 2, synced: false, reason: 'http_404' } },
    ],
  ])('says "%s"', (words, event) => {
    expect(caseLife([...trail, ofCase(event, 3, 6)])?.entries.at(-1)?.description).toBe(words);
  });

  it('shows that clocks disagree', () => {
    expect(told([...trail, ofCase({ type: 'outcome-submitted', data: { case_revision: 2 } }, 3, 6, { occurred_at: '2026-01-01T00:00:03.500Z' })])).toContain(
      '#3  2026-01-01T00:00:03.500Z  −1.5 s  client:spec',
    );
  });

  it('cuts what nobody reads in a terminal', () => {
    const metadata = { essay: 'x'.repeat(500) };
    expect(told([ofCase({ ...created, data: { ...created.data, metadata } }, 0, 1)])).toContain(`metadata.essay: ${'x'.repeat(300)}… (500 characters)`);
  });

  it('is none where there is no case', () => {
    expect(caseLife(trail.slice(0, 1))).toBeUndefined();
  });
});
