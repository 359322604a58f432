import type { Blueprint } from '#configs';
import { DomainError, fold } from '#event-sourcing';
import { recordAll, SPEC_TIME } from '#event-sourcing/testing';
import fc from 'fast-check';
import { addCheckInput, decideAddCheck } from '../add-check/add-check.js';
import { decideAddNote } from '../add-note/add-note.js';
import { decideAssignCase } from '../assign-case/assign-case.js';
import type { CaseEvent } from '../case.events.js';
import { caseAggregate, type CaseState, caseStream } from '../case.state.js';
import { checkId } from '../check-ids.js';
import { createCaseInput, decideCreateCase } from '../create-case/create-case.js';
import { decideDecideCase } from '../decide-case/decide-case.js';
import { decideCheckInput, decideDecideCheck } from '../decide-check/decide-check.js';
import { decideRecordChild } from '../record-child/record-child.js';
import { decideFailCheck } from '../fail-check/fail-check.js';
import { decideRecordSubmission } from '../record-submission/record-submission.js';
import { decideSkipCheck } from '../skip-check/skip-check.js';
import { decideStartCase } from '../start-case/start-case.js';
import { decideUpdateCase } from '../update-case/update-case.js';

type Decision = (state: CaseState | undefined) => readonly CaseEvent[];

/** Some command on a case, with whatever is in it. */
export interface CaseStep {
  readonly name: 'create' | 'start' | 'rescue' | 'restart' | 'add' | 'decide' | 'decide case' | 'skip' | 'fail' | 'submit' | 'update' | 'assign' | 'note' | 'child';
  readonly decide: Decision;
}

/** When the events of these specs happen, and long after it. */
const NOW = Date.parse(SPEC_TIME);
const LATE = NOW + 3_600_000;

const outcome = fc.constantFrom('ACCEPTED' as const, 'REJECTED' as const, 'PENDING' as const);
/** By no config, by one with rules, and by a dual one. */
const blueprint = fc.constantFrom<Blueprint | undefined>(
  undefined,
  {
    slug: 'kyc',
    version: 3,
    customer_type: null,
    checks: [
      { check_type: 'PEP', input_details: null, provider: null, required: true },
      { check_type: 'CRA', input_details: null, provider: 'http', required: false },
    ],
    outcome_rules: { accept_below: 0.2, review_at_or_above: 0.5, reject_at_or_above: 0.8 },
    dual: null,
  },
  {
    slug: 'onboarding',
    version: 1,
    customer_type: 'COMPANY',
    checks: [
      { check_type: 'UBO_RESOLUTION', input_details: null, provider: null, required: true },
      { check_type: 'SHAREHOLDER_LIST', input_details: null, provider: null, required: false },
    ],
    outcome_rules: null,
    dual: { kyb: { slug: 'kyb', version: 2 }, kyc: 'kyc' },
  },
);

const shareholders = fc.option(
  fc.uniqueArray(fc.record({ full_name: fc.constantFrom('Ada', 'Grace', 'Mary'), external_id: fc.option(fc.constantFrom('ada', 'grace', 'mary')) }), {
    maxLength: 4,
    selector: ({ external_id }) => external_id ?? Symbol(),
  }),
);

/** As many ids as a decision may need, which nothing else in a history has. */
const reserved = fc.integer({ min: 1, max: 1_000_000_000 }).map((base) => ({
  config: { slug: 'kyc', version: 3 },
  ids: [1, 2, 3, 4].map((nth) => ({ customer_id: base * 10 + nth, case_id: base * 10 + nth })),
}));

const score = fc.option(fc.integer({ min: 0, max: 100 }).map((percent) => percent / 100));

/** Any command on this case of this customer. */
export function caseSteps(caseId = 1, customerId = 5): fc.Arbitrary<CaseStep> {
  const aCheck = fc.integer({ min: 0, max: 5 }).map((index) => checkId(caseId, index));
  return fc.oneof(
    fc.record({ checks: fc.integer({ min: 0, max: 4 }), auto_start: fc.boolean(), blueprint }).map(({ checks, auto_start, blueprint: config }): CaseStep => {
      const wanted = config ? { document_ids: [9] } : { checks: Array(checks).fill({ check_type: 'PEP' }) };
      const input = createCaseInput.parse({ customer_id: customerId, auto_start, ...wanted });
      const command = { id: caseId, externalId: `loan-${caseId}`, customerId, apiVersion: 3 as const, input, blueprint: config };
      return { name: 'create', decide: (state) => decideCreateCase(command, state) };
    }),
    fc.constant<CaseStep>({ name: 'start', decide: (state) => decideStartCase({ now: NOW }, state) }),
    fc.constant<CaseStep>({ name: 'rescue', decide: (state) => decideStartCase({ now: LATE }, state) }),
    fc.integer({ min: 1, max: 9 }).map((nth): CaseStep => {
      const command = { now: NOW, successorId: caseId + 100 * nth };
      return { name: 'restart', decide: (state) => decideStartCase(command, state) };
    }),
    fc.constant<CaseStep>({
      name: 'add',
      decide: (state) => decideAddCheck(addCheckInput.parse({ case_id: caseId, check_type: 'CRA' }), state),
    }),
    fc.tuple(aCheck, outcome, score, shareholders, reserved).map(([id, decided, risk_score, named, ids]): CaseStep => {
      const input = decideCheckInput.parse({ outcome: decided, risk_score, shareholders: named });
      return { name: 'decide', decide: (state) => decideDecideCheck({ checkId: id, input, reserved: ids }, state) };
    }),
    fc.tuple(outcome, score).map(([decided, risk_score]): CaseStep => {
      const input = { outcome: decided, risk_score, note: 'x' };
      return { name: 'decide case', decide: (state) => decideDecideCase(input, state) };
    }),
    fc.record({ delete_after: fc.nat(2), webhook_url: fc.option(fc.webUrl()) }, { requiredKeys: [] }).map(
      (input): CaseStep => ({ name: 'update', decide: (state) => decideUpdateCase(input, state) }),
    ),
    fc.option(fc.constantFrom({ id: 1, email: 'ada@example.com' }, { id: 2, email: 'grace@example.com' })).map(
      (member): CaseStep => ({ name: 'assign', decide: (state) => decideAssignCase(member, state) }),
    ),
    fc.constantFrom('a', 'b').map((note): CaseStep => ({ name: 'note', decide: (state) => decideAddNote({ note }, state) })),
    fc.nat(3).map((nth): CaseStep => ({
      name: 'child',
      decide: (state) => decideRecordChild({ childId: state?.children[nth]?.case_id ?? 0 }, state),
    })),
    aCheck.map((id): CaseStep => ({ name: 'skip', decide: (state) => decideSkipCheck({ checkId: id, reason: 'x' }, state) })),
    aCheck.map((id): CaseStep => ({ name: 'fail', decide: (state) => decideFailCheck({ checkId: id, reason: 'x' }, state) })),
    fc.constant<CaseStep>({
      name: 'submit',
      decide: (state) => decideRecordSubmission({ caseRevision: state?.result_revision ?? -1 }, state),
    }),
  );
}

/** The state that a case's events add up to. */
export const stateAfter = (events: readonly CaseEvent[], caseId = 1): CaseState | undefined =>
  fold(caseAggregate, recordAll(caseStream('acme', caseId), events));

/** What a command leads to; nothing when it is refused. */
export function decideOrRefuse(decide: Decision, state: CaseState | undefined): readonly CaseEvent[] {
  try {
    return decide(state);
  } catch (error) {
    if (error instanceof DomainError) return [];
    throw error;
  }
}
