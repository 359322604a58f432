import { deciderSpec, SPEC_TIME } from '#event-sourcing/testing';
import { describe, it } from '@jest/globals';
import { caseAggregate } from '../case.state.js';
import { aCase } from '../testing/case-fixtures.js';
import { decideDeleteCase } from './delete-case.js';

const { given } = deciderSpec(caseAggregate, decideDeleteCase);
const DAY = 24 * 3_600_000;
const after = (milliseconds: number) => ({ now: Date.parse(SPEC_TIME) + milliseconds });
const complete = (delete_after: number) => [aCase.created(1, { delete_after }), ...aCase.started(1), aCase.decided(0, 'ACCEPTED'), aCase.completed('ACCEPTED')];

describe('deleting a case', () => {
  it('is done when its days since it was completed are over, once, and not a millisecond earlier', () => {
    given(...complete(30)).when(after(30 * DAY - 1)).thenNothing();
    given(...complete(30)).when(after(30 * DAY)).then(aCase.deleted());
    given(...complete(30)).when(after(30 * DAY)).resent();
    given(...complete(0)).when(after(0)).then(aCase.deleted());
  });

  it('is never done to one that is not complete, or is kept for ever', () => {
    given(aCase.created(1, { delete_after: 0 }), ...aCase.started(1)).when(after(40_000 * DAY)).thenNothing();
    given(aCase.created(0, { delete_after: 0 })).when(after(40_000 * DAY)).thenNothing();
    given(...complete(-1)).when(after(40_000 * DAY)).thenNothing();
  });

  it('goes by what holds at that moment', () => {
    given(...complete(0), aCase.updated({ delete_after: -1 })).when(after(40_000 * DAY)).thenNothing();
    given(...complete(-1), aCase.updated({ delete_after: 1 })).when(after(DAY)).then(aCase.deleted());
  });

  it('of an archived one keeps on record which case is in its place', () => {
    given(...complete(0), aCase.archived(42)).when(after(0)).then(aCase.deleted(42));
  });

  it('does nothing to one that is not there (any more)', () => {
    given().when(after(DAY)).thenNothing();
    given(...complete(0), aCase.deleted()).when(after(DAY)).thenNothing();
  });
});
