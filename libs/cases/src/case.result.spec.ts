import { describe, expect, it } from '@jest/globals';
import type { CaseEvent } from './case.events.js';
import { resultOf } from './case.result.js';
import { checkId } from './check-ids.js';
import { aCase } from './testing/case-fixtures.js';
import { stateAfter } from './testing/case-steps.js';

const check = (index: number, required: boolean | null) => ({
  check_id: checkId(1, index), check_type: 'PEP' as const, input_details: null, document_ids: [], delete_after: -1, required, provider: null,
});
const pinned_config = { version: 1, outcome_rules: { accept_below: 0.2, review_at_or_above: 0.5, reject_at_or_above: 0.8 }, dual: null };

/** What a case comes to whose first check is decided, and whose second check's life ends so. */
const outcome = (required: boolean | null, ...end: CaseEvent[]) =>
  resultOf(stateAfter([aCase.created(0, { checks: [check(0, true), check(1, required)] }), ...aCase.started(2), aCase.decided(0, 'ACCEPTED'), ...end])!).outcome;

describe('the outcome of a case', () => {
  it.each<[string, boolean | null, CaseEvent, string | null]>([
    ['is held up by nothing that was skipped', null, aCase.skipped(1), 'ACCEPTED'],
    ['is held up by what failed', null, aCase.failed(1), null],
    ['is held up by a check that its config requires and that was skipped', true, aCase.skipped(1), null],
    ['is held up by a check that its config requires and that failed', true, aCase.failed(1), null],
    ['is held up by no check that its config does not require: skipped', false, aCase.skipped(1), 'ACCEPTED'],
    ['is held up by no check that its config does not require: failed', false, aCase.failed(1), 'ACCEPTED'],
    ['is that of a check that is not required but decided', false, aCase.decided(1, 'REJECTED'), 'REJECTED'],
  ])('%s', (_, required, end, expected) => {
    expect(outcome(required, end)).toBe(expected);
  });

  it('waits for a check that is not required as long as it may still be decided', () => {
    expect(outcome(false)).toBeNull();
  });

  it('comes from what the rules of the config make of the decisions', () => {
    const ruled = (decided: 'ACCEPTED' | 'PENDING', score: number) =>
      resultOf(stateAfter([aCase.created(1, { pinned_config }), ...aCase.started(1), aCase.decided(0, decided, score)])!);
    expect(ruled('PENDING', 0.1)).toEqual({ outcome: 'ACCEPTED', risk_score: 0.1 });
    expect(ruled('ACCEPTED', 0.6)).toEqual({ outcome: 'PENDING', risk_score: 0.6 });
    expect(ruled('ACCEPTED', 0.9)).toEqual({ outcome: 'REJECTED', risk_score: 0.9 });
  });
});
