import { DomainError, fold } from '#event-sourcing';
import { recordAll } from '#event-sourcing/testing';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addCheckInput, decideAddCheck } from './add-check/add-check.js';
import type { CaseEvent } from './case.events.js';
import { caseAggregate, type CaseState } from './case.state.js';
import { caseView } from './case.view.js';
import { checkId } from './check-ids.js';
import { createCaseInput, decideCreateCase } from './create-case/create-case.js';
import { decideCheckInput, decideDecideCheck } from './decide-check/decide-check.js';
import { decideFailCheck } from './fail-check/fail-check.js';
import { decideRecordSubmission } from './record-submission/record-submission.js';
import { decideSkipCheck } from './skip-check/skip-check.js';
import { decideStartCase } from './start-case/start-case.js';

type Decision = (state: CaseState | undefined) => readonly CaseEvent[];
interface Step {
  readonly name: string;
  readonly decide: Decision;
}

const aCheck = fc.integer({ min: 0, max: 5 }).map((index) => checkId(1, index));
const outcome = fc.constantFrom('ACCEPTED' as const, 'REJECTED' as const, 'PENDING' as const);
const score = fc.option(fc.integer({ min: 0, max: 100 }).map((percent) => percent / 100));

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ checks: fc.integer({ min: 0, max: 4 }), auto_start: fc.boolean() }).map(({ checks, auto_start }) => {
    const input = createCaseInput.parse({ customer_id: 5, auto_start, checks: Array(checks).fill({ check_type: 'PEP' }) });
    const command = { id: 1, externalId: 'loan-1', customerId: 5, apiVersion: 3, input };
    return { name: 'create', decide: (state: CaseState | undefined) => decideCreateCase(command, state) };
  }),
  fc.constant<Step>({ name: 'start', decide: decideStartCase }),
  fc.constant<Step>({ name: 'add', decide: (state) => decideAddCheck(addCheckInput.parse({ case_id: 1, check_type: 'CRA' }), state) }),
  fc.tuple(aCheck, outcome, score).map(([id, decided, risk_score]) => {
    const input = decideCheckInput.parse({ outcome: decided, risk_score });
    return { name: 'decide', decide: (state: CaseState | undefined) => decideDecideCheck({ checkId: id, input }, state) };
  }),
  aCheck.map((id) => ({ name: 'skip', decide: (state: CaseState | undefined) => decideSkipCheck({ checkId: id, reason: 'x' }, state) })),
  aCheck.map((id) => ({ name: 'fail', decide: (state: CaseState | undefined) => decideFailCheck({ checkId: id, reason: 'x' }, state) })),
  fc.constant<Step>({
    name: 'submit',
    decide: (state) => decideRecordSubmission({ caseRevision: state?.result_revision ?? -1 }, state),
  }),
);

/** A history that begins with a case, so that most steps have something to do. */
const histories = fc.array(step, { minLength: 1, maxLength: 25 });

const stateAfter = (events: readonly CaseEvent[]): CaseState | undefined => fold(caseAggregate, recordAll('case-acme.1', events));

function decideOrRefuse(decide: Decision, state: CaseState | undefined): readonly CaseEvent[] {
  try {
    return decide(state);
  } catch (error) {
    if (error instanceof DomainError) return [];
    throw error;
  }
}

/** The rules of the contract, section 5, written once more and differently from the code under test. */
function expectedOutcome({ checks }: CaseState): string | null {
  const outcomes = checks.filter(({ status }) => ['DECIDED', 'SUBMITTED'].includes(status)).map(({ outcome: decided }) => decided);
  if (outcomes.includes('REJECTED')) return 'REJECTED';
  if (outcomes.includes('PENDING')) return 'PENDING';
  const open = checks.filter(({ status }) => ['PENDING', 'DECIDING', 'ERROR'].includes(status));
  return open.length === 0 && outcomes.length > 0 ? 'ACCEPTED' : null;
}

describe('whatever commands come in whatever order', () => {
  it('a case keeps its invariants', () => {
    fc.assert(
      fc.property(histories, (steps) => {
        let events: CaseEvent[] = [];
        for (const { name, decide } of steps) {
          const before = stateAfter(events);
          const decided = decideOrRefuse(decide, before);
          for (const event of decided) caseAggregate.codec.encode(event);
          events = [...events, ...decided];
          const after = stateAfter(events);
          if (!after) continue;

          expect(after.revision).toBe(events.length - 1);
          const view = caseView(after, null);
          expect(view.outcome).toBe(expectedOutcome(after));
          const scores = after.checks.filter(({ outcome: o, status }) => o !== null && ['DECIDED', 'SUBMITTED'].includes(status)).flatMap(({ risk_score }) => risk_score ?? []);
          expect(view.risk_score).toBe(scores.length === 0 ? null : scores.reduce((a, b) => Math.max(a, b)));
          const unfinished = after.checks.some(({ status }) => status === 'PENDING' || status === 'DECIDING');
          expect(view.is_complete).toBe(after.started_at !== null && after.checks.length > 0 && !unfinished);
          expect(view.failed).toBe(after.checks.some(({ status }) => status === 'ERROR'));
          expect(new Set(after.checks.map(({ id }) => id)).size).toBe(after.checks.length);

          if (before?.completed_at != null && decided.length > 0) expect(['decide', 'submit']).toContain(name);
          if (before?.completed_at != null && name === 'submit') {
            expect({ ...view, checks: [] }).toMatchObject({ outcome: caseView(before, null).outcome, risk_score: caseView(before, null).risk_score });
          }
          // Adding a check is the one command whose effect cannot be told from another's: its command id recognises it.
          if (name !== 'add') expect(decideOrRefuse(decide, after)).toEqual([]);
        }
        expect(events.filter(({ type }) => type === 'case-completed').length).toBeLessThanOrEqual(1);
      }),
      { numRuns: 1_000 },
    );
  });
});
