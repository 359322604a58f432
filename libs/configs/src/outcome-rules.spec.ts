import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { countedOutcome, type OutcomeRules, type ScoredDecision } from './outcome-rules.js';

const rules = (given: Partial<OutcomeRules>): OutcomeRules => ({ accept_below: null, review_at_or_above: null, reject_at_or_above: null, ...given });
const ALL = rules({ accept_below: 0.3, review_at_or_above: 0.6, reject_at_or_above: 0.9 });

describe('the rules of a config', () => {
  it.each<[ScoredDecision['outcome'], number, string]>([
    ['PENDING', 0.29, 'ACCEPTED'],
    ['PENDING', 0.3, 'PENDING'],
    ['ACCEPTED', 0.3, 'ACCEPTED'],
    ['ACCEPTED', 0.59, 'ACCEPTED'],
    ['ACCEPTED', 0.6, 'PENDING'],
    ['PENDING', 0.89, 'PENDING'],
    ['PENDING', 0.9, 'REJECTED'],
    ['ACCEPTED', 0.9, 'REJECTED'],
    ['REJECTED', 0, 'REJECTED'],
  ])('make of %s with a score of %d: %s', (outcome, risk_score, counted) => {
    expect(countedOutcome({ outcome, risk_score }, ALL)).toBe(counted);
  });

  it('hold one by one', () => {
    expect(countedOutcome({ outcome: 'PENDING', risk_score: 0 }, rules({ reject_at_or_above: 0.9 }))).toBe('PENDING');
    expect(countedOutcome({ outcome: 'ACCEPTED', risk_score: 1 }, rules({ accept_below: 0.3 }))).toBe('ACCEPTED');
    expect(countedOutcome({ outcome: 'ACCEPTED', risk_score: 1 }, rules({ review_at_or_above: 0.3 }))).toBe('PENDING');
    expect(countedOutcome({ outcome: 'ACCEPTED', risk_score: 0 }, rules({ reject_at_or_above: 0 }))).toBe('REJECTED');
  });

  it('say nothing of a decision without a score, and never overrule a no', () => {
    const threshold = fc.option(fc.float({ min: 0, max: 1, noNaN: true }));
    const anyRules = fc.option(fc.record({ accept_below: threshold, review_at_or_above: threshold, reject_at_or_above: threshold }));
    const outcome = fc.constantFrom('ACCEPTED' as const, 'REJECTED' as const, 'PENDING' as const);
    fc.assert(
      fc.property(anyRules, outcome, fc.option(fc.float({ min: 0, max: 1, noNaN: true })), (given, decided, risk_score) => {
        const counted = countedOutcome({ outcome: decided, risk_score }, given);
        if (risk_score === null || given === null || decided === 'REJECTED') expect(counted).toBe(decided);
      }),
    );
  });

  it('are never milder to a higher score', () => {
    const severity = { ACCEPTED: 0, PENDING: 1, REJECTED: 2 };
    const ordered = fc
      .uniqueArray(fc.integer({ min: 0, max: 100 }), { minLength: 3, maxLength: 3 })
      .map((points) => points.sort((a, b) => a - b).map((point) => point / 100))
      .map(([accept_below = null, review_at_or_above = null, reject_at_or_above = null]) => ({ accept_below, review_at_or_above, reject_at_or_above }));
    const score = fc.integer({ min: 0, max: 100 }).map((percent) => percent / 100);
    fc.assert(
      fc.property(ordered, fc.constantFrom('ACCEPTED' as const, 'PENDING' as const), score, score, (given, outcome, one, other) => {
        const severityAt = (risk_score: number): number => severity[countedOutcome({ outcome, risk_score }, given)];
        expect(severityAt(Math.max(one, other))).toBeGreaterThanOrEqual(severityAt(Math.min(one, other)));
      }),
    );
  });
});
