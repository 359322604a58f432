import { CASE_COMPLETED } from '#broker';
import type { RecordedEvent } from '#event-sourcing';
import { record, recordAll, SPEC_TIME } from '#event-sourcing/testing';
import { describe, expect, it } from '@jest/globals';
import type { CaseEvent } from './case.events.js';
import { caseIntegrationEvents } from './case.integration-events.js';
import { caseMessages } from './case.messages.js';
import { caseStream } from './case.state.js';
import { aCase } from './testing/case-fixtures.js';

const toldBy = (...events: CaseEvent[]) =>
  recordAll(caseStream('acme', 1), events).flatMap((event) => caseIntegrationEvents(event as RecordedEvent));

const whole: readonly CaseEvent[] = [
  aCase.created(2, { metadata: { name: 'Ada Lovelace' } }),
  ...aCase.started(),
  aCase.decided(0, 'ACCEPTED', 0.1),
  aCase.skipped(1),
  aCase.completed('ACCEPTED', 0.1),
  aCase.submitted(6),
  { ...aCase.decided(0, 'REJECTED', 0.9) },
  aCase.outcomeChanged('REJECTED', 0.9),
  aCase.archived(42),
  aCase.updated({ external_id: 'loan-2', metadata: { name: 'Ada Lovelace' } }),
  aCase.assigned({ id: 2, email: 'grace@example.com' }),
  aCase.noted('Ada Lovelace called'),
  aCase.caseDecided('ACCEPTED', 0.1, 'Ada Lovelace was met'),
  aCase.rescued(),
];

describe('what other services are told about cases', () => {
  it('is each step that they wait for, with ids, types and outcomes', () => {
    expect(toldBy(...whole).map(({ type, data }) => ({ type, data }))).toEqual([
      { type: 'casetrail.case.created.v1', data: { case_id: 1, customer_id: 5, external_id: 'loan-1' } },
      { type: 'casetrail.case.started.v1', data: { case_id: 1 } },
      { type: 'casetrail.check.requested.v1', data: { case_id: 1, check_id: 128, check_type: 'PEP', customer_id: 5 } },
      { type: 'casetrail.check.requested.v1', data: { case_id: 1, check_id: 129, check_type: 'SANCTION', customer_id: 5 } },
      { type: 'casetrail.check.decided.v1', data: { case_id: 1, check_id: 128, outcome: 'ACCEPTED', risk_score: 0.1 } },
      { type: CASE_COMPLETED, data: { case_id: 1, outcome: 'ACCEPTED', risk_score: 0.1 } },
      { type: 'casetrail.check.decided.v1', data: { case_id: 1, check_id: 128, outcome: 'REJECTED', risk_score: 0.9 } },
      { type: CASE_COMPLETED, data: { case_id: 1, outcome: 'REJECTED', risk_score: 0.9 } },
      { type: 'casetrail.case.archived.v1', data: { case_id: 1, successor_id: 42 } },
      { type: 'casetrail.case.updated.v1', data: { case_id: 1, changed: ['external_id', 'metadata'] } },
      { type: 'casetrail.case.updated.v1', data: { case_id: 1, changed: ['assignee'] } },
    ]);
    expect(JSON.stringify(toldBy(...whole))).not.toMatch(/Ada|grace/);
  });

  it('names the event behind it, in the order of the case', () => {
    const [event] = toldBy(aCase.created());
    expect(event).toMatchObject({
      id: '00000000-0000-5000-8000-000000000000', org: 'acme', subject: '1', sequence: 0, time: SPEC_TIME, correlationId: 'correlation',
    });
    expect(toldBy(...whole).map(({ sequence }) => sequence)).toEqual([0, 1, 2, 3, 4, 6, 8, 9, 10, 11, 12]);
  });

  it('keeps its contracts, to the field', () => {
    const contracts = new Map<string, (typeof caseMessages)[number]>(caseMessages.map((contract) => [contract.type, contract]));
    for (const { type, data } of toldBy(...whole)) expect(contracts.get(type)?.schema.strict().parse(data)).toEqual(data);
    for (const { schema, example } of caseMessages) expect(schema.strict().parse(example)).toEqual(example);
  });

  it('holds nothing that may be personal', () => {
    const text = 'Ada Lovelace lives here';
    const decided = aCase.decided(0, 'ACCEPTED') as Extract<CaseEvent, { type: 'check-decided' }>;
    const nobody = { external_id: null, customer_type: null, input_details: null, ownership: null };
    const told = toldBy(
      aCase.created(1, { metadata: { text }, assignee: text, webhook_url: text }),
      { ...decided, data: { ...decided.data, title: text, note: text, reasoning: [text], shareholders: [{ ...nobody, full_name: text }] } },
    );
    expect(told).toHaveLength(2);
    expect(JSON.stringify(told)).not.toContain(text);
  });

  it('leaves out the customer of a check that was requested when the event did not name it', () => {
    const old = { ...record({ type: 'check-requested', data: { check_id: 128, check_type: 'PEP' } }, { stream: caseStream('acme', 1) }) };
    expect(caseIntegrationEvents(old)[0]?.data).toEqual({ case_id: 1, check_id: 128, check_type: 'PEP', customer_id: null });
  });
});
