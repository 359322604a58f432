import { deciderSpec, SPEC_TIME } from '#event-sourcing/testing';
import { describe, expect, it } from '@jest/globals';
import { shownPast } from '../case.past.js';
import { caseView, shownChecks } from '../case.view.js';
import { caseAggregate } from '../case.state.js';
import { checkId } from '../check-ids.js';
import { aCase } from '../testing/case-fixtures.js';
import type { CaseEvent } from '../case.events.js';
import { recordAll } from '#event-sourcing/testing';
import { decideDeleteChecks } from './delete-checks.js';

const { given } = deciderSpec(caseAggregate, decideDeleteChecks);
const DAY = 24 * 3_600_000;
const after = (milliseconds: number) => ({ now: Date.parse(SPEC_TIME) + milliseconds });

/** Two checks, of which the first is kept for so many days and the second for ever. */
function created(days: number): CaseEvent {
  const event = aCase.created(2) as Extract<CaseEvent, { type: 'case-created' }>;
  const [first, second] = event.data.checks;
  return { ...event, data: { ...event.data, checks: [{ ...first!, delete_after: days, input_details: { name: 'Ada' }, document_ids: [9] }, second!] } };
}
const secret = { ...aCase.decided(0, 'REJECTED', 0.9).data, title: 'Ada', note: 'Ada', reasoning: ['Ada'] };
const decided = { type: 'check-decided', data: secret } as CaseEvent;
const complete = (days: number) => [created(days), ...aCase.started(2), decided, aCase.skipped(1), aCase.completed('REJECTED', 0.9)];

describe('deleting the checks of a case', () => {
  it('is done when their days are over and the case is complete, once, and not a millisecond earlier', () => {
    given(...complete(30)).when(after(30 * DAY - 1)).thenNothing();
    given(...complete(30)).when(after(30 * DAY)).then(aCase.checkDeleted(0));
    given(...complete(30)).when(after(30 * DAY)).resent();
    given(created(0), ...aCase.started(2), decided).when(after(40_000 * DAY)).thenNothing();
  });

  it('keeps those that are kept for ever, and does nothing where there is no case', () => {
    given(...complete(-1)).when(after(40_000 * DAY)).thenNothing();
    given().when(after(40_000 * DAY)).thenNothing();
    given(...complete(0), aCase.deleted()).when(after(40_000 * DAY)).thenNothing();
  });

  it('leaves of them what the outcome follows from, which nobody is shown', () => {
    const state = given(...complete(0), aCase.checkDeleted(0)).state()!;
    expect(state.checks[0]).toMatchObject({ id: checkId(1, 0), outcome: 'REJECTED', risk_score: 0.9, deleted_at: SPEC_TIME });
    expect(JSON.stringify(state)).not.toContain('Ada');
    const document = caseView(state, null);
    expect(document).toMatchObject({ outcome: 'REJECTED', risk_score: 0.9, is_complete: true });
    expect(shownChecks(document).map(({ id }) => id)).toEqual([checkId(1, 1)]);
  });

  it('takes them out of the past, too, as far as it may be shown', () => {
    const trail = recordAll('case-acme.1', [...complete(0), aCase.checkDeleted(0)]);
    expect(JSON.stringify(shownPast(trail))).not.toContain('Ada');
    expect(shownPast(trail).map(({ type }) => type)).toEqual(trail.map(({ type }) => type));
    expect(shownPast(recordAll('case-acme.1', [...complete(0), aCase.deleted()]))).toEqual([]);
    const kept = recordAll('case-acme.1', complete(0));
    expect(shownPast(kept)).toBe(kept);
  });
});
