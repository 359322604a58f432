import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { CaseEvent } from './case.events.js';
import { caseAggregate, type CaseState } from './case.state.js';
import { caseView } from './case.view.js';
import { caseSteps, decideOrRefuse, stateAfter } from './testing/case-steps.js';

const histories = fc.array(caseSteps(), { minLength: 1, maxLength: 25 });

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
