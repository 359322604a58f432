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
import { decideFailCheck } from '../fail-check/fail-check.js';
import { decideRecordSubmission } from '../record-submission/record-submission.js';
import { decideSkipCheck } from '../skip-check/skip-check.js';
import { decideStartCase } from '../start-case/start-case.js';
import { decideUpdateCase } from '../update-case/update-case.js';

type Decision = (state: CaseState | undefined) => readonly CaseEvent[];

/** Some command on a case, with whatever is in it. */
export interface CaseStep {
  readonly name: 'create' | 'start' | 'rescue' | 'restart' | 'add' | 'decide' | 'decide case' | 'skip' | 'fail' | 'submit' | 'update' | 'assign' | 'note';
  readonly decide: Decision;
}

/** When the events of these specs happen, and long after it. */
const NOW = Date.parse(SPEC_TIME);
const LATE = NOW + 3_600_000;

const outcome = fc.constantFrom('ACCEPTED' as const, 'REJECTED' as const, 'PENDING' as const);
const score = fc.option(fc.integer({ min: 0, max: 100 }).map((percent) => percent / 100));

/** Any command on this case of this customer. */
export function caseSteps(caseId = 1, customerId = 5): fc.Arbitrary<CaseStep> {
  const aCheck = fc.integer({ min: 0, max: 5 }).map((index) => checkId(caseId, index));
  return fc.oneof(
    fc.record({ checks: fc.integer({ min: 0, max: 4 }), auto_start: fc.boolean() }).map(({ checks, auto_start }): CaseStep => {
      const input = createCaseInput.parse({ customer_id: customerId, auto_start, checks: Array(checks).fill({ check_type: 'PEP' }) });
      const command = { id: caseId, externalId: `loan-${caseId}`, customerId, apiVersion: 3 as const, input };
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
    fc.tuple(aCheck, outcome, score).map(([id, decided, risk_score]): CaseStep => {
      const input = decideCheckInput.parse({ outcome: decided, risk_score });
      return { name: 'decide', decide: (state) => decideDecideCheck({ checkId: id, input }, state) };
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
