import { fold } from '#event-sourcing';
import { record } from '#event-sourcing/testing';
import { describe, expect, it } from '@jest/globals';
import type { CaseEvent } from './case.events.js';
import { isStuck } from './case.start.js';
import { caseAggregate } from './case.state.js';
import { aCase } from './testing/case-fixtures.js';

const MINUTE = 60_000;
const BEGUN = Date.UTC(2026, 0, 1);

/** Whether a case is stuck, 31 minutes after it was started, to which this happened 30 minutes before. */
const stuckAfter = (...events: CaseEvent[]): boolean => {
  const begun = [aCase.created(), ...aCase.started()].map((event) => ({ event, at: BEGUN }));
  const all = [...begun, ...events.map((event) => ({ event, at: BEGUN + MINUTE }))];
  const recorded = all.map(({ event, at }, revision) => record(event, { revision, metadata: { occurred_at: new Date(at).toISOString() } }));
  return isStuck(fold(caseAggregate, recorded)!, BEGUN + 31 * MINUTE);
};

describe('a case that runs for over 30 minutes', () => {
  it('is stuck when nothing has happened, or nothing that brings its checks any further', () => {
    expect(stuckAfter()).toBe(true);
    expect(stuckAfter(aCase.noted('x'), aCase.assigned({ id: 2, email: 'grace@example.com' }), aCase.updated({ delete_after: 1 }), aCase.caseDecided('PENDING'))).toBe(true);
  });

  it.each([
    ['decided', aCase.decided(0, 'ACCEPTED')],
    ['skipped', aCase.skipped(0)],
    ['failed', aCase.failed(0)],
    ['asked for again', aCase.requested(0)],
  ])('is not stuck when a check was %s in the last 30', (_, event) => {
    expect(stuckAfter(event)).toBe(false);
  });

  it('is not stuck when it was rescued, or has come to its end', () => {
    expect(stuckAfter(aCase.rescued())).toBe(false);
    expect(stuckAfter(aCase.completed(null))).toBe(false);
  });
});
