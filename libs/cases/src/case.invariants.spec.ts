import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { CaseEvent } from './case.events.js';
import { caseAggregate, type CaseState } from './case.state.js';
import { decideOpenSuccessor } from './case.successor.js';
import { caseView } from './case.view.js';
import { caseSteps, decideOrRefuse, stateAfter } from './testing/case-steps.js';

const histories = fc.array(caseSteps(), { minLength: 1, maxLength: 25 });

/** The rules of the contract, section 5, written once more and differently from the code under test. */
function expectedOutcome({ checks, decision, pinned_config }: CaseState): string | null {
  if (decision) return decision.outcome;
  const rules = pinned_config?.outcome_rules ?? null;
  const decided = checks.filter(({ status }) => ['DECIDED', 'SUBMITTED'].includes(status));
  const outcomes = decided.map(({ outcome, risk_score }) => (rules && risk_score !== null ? ruled(outcome, risk_score) : outcome));
  if (outcomes.includes('REJECTED')) return 'REJECTED';
  if (outcomes.includes('PENDING')) return 'PENDING';
  const open = checks.filter(
    ({ status, required }) => ['PENDING', 'DECIDING'].includes(status) || (status === 'ERROR' && required !== false) || (status === 'SKIPPED' && required === true),
  );
  return open.length === 0 && outcomes.length > 0 ? 'ACCEPTED' : null;
}

/** The highest of the decided checks, unless the decision on the case names another. */
function expectedRisk({ checks, decision }: CaseState): number | null {
  const scores = checks.flatMap(({ status, risk_score }) => (['DECIDED', 'SUBMITTED'].includes(status) ? (risk_score ?? []) : []));
  return decision?.risk_score ?? (scores.length === 0 ? null : scores.reduce((a, b) => Math.max(a, b)));
}

/** What people may do to a case that is archived, beside what its deliveries record. */
const ON_ARCHIVED = ['submit', 'update', 'note'];
/** The rules of the config in the steps. */
function ruled(outcome: string | null, score: number): string | null {
  const byScore = score >= 0.8 ? 'REJECTED' : score >= 0.5 ? 'PENDING' : score < 0.2 ? 'ACCEPTED' : outcome;
  return outcome === 'REJECTED' ? outcome : byScore;
}

/** Whoever was named in any decision on a company has one case, and nobody has two; there is none before work on the company has begun. */
function expectChildren(before: CaseState | undefined, after: CaseState, events: readonly CaseEvent[]): void {
  const { children } = after;
  expect(new Set(children.map(({ case_id }) => case_id)).size).toBe(children.length);
  const keys = children.flatMap(({ shareholder }) => shareholder.external_id ?? []);
  expect(new Set(keys).size).toBe(keys.length);
  if (after.pinned_config?.dual == null) expect(children).toEqual([]);
  if (before?.completed_at != null) expect(children).toEqual(before.children);
  if (after.started_at === null) expect(children).toEqual([]);
  if (after.completed_at !== null) expect(children.every(({ completed }) => completed)).toBe(true);
  const [last] = events.slice(-1);
  if (last?.type === 'child-cases-planned') expect(after.completed_at).toBeNull();
  const named = after.pinned_config?.dual == null ? [] : after.checks.slice(0, 2).flatMap(({ shareholders }) => shareholders ?? []);
  for (const { external_id, full_name } of named) {
    const same = children.filter(({ shareholder: { external_id: key, full_name: name } }) => (key !== null && key === external_id) || name === full_name);
    expect(same.length).toBeGreaterThan(0);
  }
}

/** The successor is the old case as it was when it began, its checks waiting, and is there once. */
function expectSuccessor(archived: CaseState): void {
  const id = archived.successor_id!;
  const events = decideOpenSuccessor(archived, undefined);
  for (const event of events) caseAggregate.codec.encode(event);
  const successor = stateAfter(events, id)!;
  const kept = ({ external_id, customer_id, webhook_url, assignee, assignee_id, case_config, pinned_config, metadata, sync_platforms, delete_after, api_version }: CaseState) =>
    ({ external_id, customer_id, webhook_url, assignee, assignee_id, case_config, pinned_config, metadata, sync_platforms, delete_after, api_version });
  expect(kept(successor)).toEqual(kept(archived));
  const asked = ({ checks }: CaseState) => checks.map(({ check_type, input_details, required, provider }) => ({ check_type, input_details, required, provider }));
  expect(asked(successor)).toEqual(asked(archived));
  expect(successor.children).toEqual([]);
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
          const childrenOpen = after.children.some(({ completed }) => !completed);
          expect(view.is_complete).toBe(after.started_at !== null && after.checks.length > 0 && !unfinished && !childrenOpen);
          expectChildren(before, after, decided);
          expect(view.failed).toBe(after.checks.some(({ status }) => status === 'ERROR'));
          expect(new Set(after.checks.map(({ id }) => id)).size).toBe(after.checks.length);

          const told = decided.some(({ type }) => type === 'case-completed' || type === 'case-outcome-changed');
          if (told) expect(after.result_revision).toBe(after.revision);
          if (told) expect(decided.at(-1)?.data).toMatchObject({ outcome: view.outcome, risk_score: view.risk_score });
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
