import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { CaseEvent } from './case.events.js';
import { caseAggregate, type CaseState } from './case.state.js';
import { decideOpenSuccessor } from './case.successor.js';
import { caseView } from './case.view.js';
import { caseSteps, decideOrRefuse, stateAfter } from './testing/case-steps.js';

const histories = fc.array(caseSteps(), { minLength: 1, maxLength: 25 });

/** The rules of the contract, section 5, written once more and differently from the code under test. */
function expectedOutcome({ checks, decision }: CaseState): string | null {
  if (decision) return decision.outcome;
  const outcomes = checks.filter(({ status }) => ['DECIDED', 'SUBMITTED'].includes(status)).map(({ outcome: decided }) => decided);
  if (outcomes.includes('REJECTED')) return 'REJECTED';
  if (outcomes.includes('PENDING')) return 'PENDING';
  const open = checks.filter(({ status }) => ['PENDING', 'DECIDING', 'ERROR'].includes(status));
  return open.length === 0 && outcomes.length > 0 ? 'ACCEPTED' : null;
}

/** The highest of the decided checks, unless the decision on the case names another. */
function expectedRisk({ checks, decision }: CaseState): number | null {
  const scores = checks.flatMap(({ status, risk_score }) => (['DECIDED', 'SUBMITTED'].includes(status) ? (risk_score ?? []) : []));
  return decision?.risk_score ?? (scores.length === 0 ? null : scores.reduce((a, b) => Math.max(a, b)));
}

/** What people may do to a case that is archived, beside what its deliveries record. */
const ON_ARCHIVED = ['submit', 'update', 'note'];

/** The successor is the old case as it was when it began, its checks waiting, and is there once. */
function expectSuccessor(archived: CaseState): void {
  const id = archived.successor_id!;
  const events = decideOpenSuccessor(archived, undefined);
  for (const event of events) caseAggregate.codec.encode(event);
  const successor = stateAfter(events, id)!;
  const kept = ({ external_id, customer_id, webhook_url, assignee, assignee_id, metadata, sync_platforms, delete_after, api_version }: CaseState) =>
    ({ external_id, customer_id, webhook_url, assignee, assignee_id, metadata, sync_platforms, delete_after, api_version });
  expect(kept(successor)).toEqual(kept(archived));
  expect(successor.checks.map(({ check_type }) => check_type)).toEqual(archived.checks.map(({ check_type }) => check_type));
  expect(caseView(successor, null)).toMatchObject({ id, status: 'PROCESSING', outcome: null, note: null, decision: null, archived: false, successor_id: null });
  expect(successor.checks.every(({ status, outcome }) => status === 'DECIDING' && outcome === null)).toBe(true);
  expect(decideOpenSuccessor(archived, successor)).toEqual([]);
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
          expect(view.risk_score).toBe(expectedRisk(after));
          const unfinished = after.checks.some(({ status }) => status === 'PENDING' || status === 'DECIDING');
          expect(view.is_complete).toBe(after.started_at !== null && after.checks.length > 0 && !unfinished);
          expect(view.failed).toBe(after.checks.some(({ status }) => status === 'ERROR'));
          expect(new Set(after.checks.map(({ id }) => id)).size).toBe(after.checks.length);

          const told = decided.some(({ type }) => type === 'case-completed' || type === 'case-outcome-changed');
          if (told) expect(after.result_revision).toBe(after.revision);
          if (told) expect(decided.at(-1)?.data).toEqual({ outcome: view.outcome, risk_score: view.risk_score });
          if (before?.completed_at != null) {
            expect(told).toBe(view.outcome !== caseView(before, null).outcome);
            if (!['decide', 'submit'].includes(name)) expect(after.checks).toEqual(before.checks);
            expect(['start', 'rescue', 'add', 'skip', 'fail', 'create'].includes(name) && decided.length > 0).toBe(false);
          }
          if (before && (name === 'note' || name === 'update' || name === 'assign' || name === 'decide case')) {
            expect(after.progressed_at).toBe(before.progressed_at);
            expect(view.is_complete).toBe(before.completed_at !== null);
          }
          expect(view.archived).toBe(after.successor_id !== null);
          if (view.archived) expect(view.is_complete).toBe(true);
          if (before?.archived === true) {
            if (decided.length > 0) expect(ON_ARCHIVED).toContain(name);
            expect(after.successor_id).toBe(before.successor_id);
            expect([view.outcome, view.risk_score]).toEqual([caseView(before, null).outcome, caseView(before, null).risk_score]);
          }
          if (view.archived) expectSuccessor(after);
          if (before?.completed_at != null && name === 'submit') {
            expect({ ...view, checks: [] }).toMatchObject({ outcome: caseView(before, null).outcome, risk_score: caseView(before, null).risk_score });
          }
          // Some commands have effects that cannot be told from another's: their command ids recognise them. Adding a check or
          // a note; a rescue, as events of specs have one time; and a restart that began a case with nothing to wait for: the
          // next one finds it finished.
          const lasting = !['add', 'note', 'rescue'].includes(name) && !(name === 'restart' && before?.started_at === null);
          if (lasting) expect(decideOrRefuse(decide, after)).toEqual([]);
        }
        expect(events.filter(({ type }) => type === 'case-completed').length).toBeLessThanOrEqual(1);
        expect(events.filter(({ type }) => type === 'case-archived').length).toBeLessThanOrEqual(1);
      }),
      { numRuns: 1_000 },
    );
  });
});
