import { deciderSpec } from '#event-sourcing/testing';
import { describe, expect, it } from '@jest/globals';
import { caseAggregate } from '../case.state.js';
import { aCase } from '../testing/case-fixtures.js';
import { assignCaseInput, decideAssignCase } from './assign-case.js';

const { given } = deciderSpec(caseAggregate, decideAssignCase);
const ADA = { id: 1, email: 'ada@example.com' };
const GRACE = { id: 2, email: 'grace@example.com' };
const finished = [aCase.created(1), ...aCase.started(1), aCase.decided(0, 'ACCEPTED'), aCase.completed('ACCEPTED')];

describe('assigning a case', () => {
  it('gives it to a member, to another one, or to nobody', () => {
    given(aCase.created()).when(GRACE).then(aCase.assigned(GRACE));
    given(aCase.created(0), aCase.assigned(ADA)).when(GRACE).then(aCase.assigned(GRACE));
    given(...finished, aCase.assigned(GRACE)).when(null).then(aCase.assigned(null));
    expect(given(aCase.created(), aCase.assigned(GRACE)).state()).toMatchObject({ assignee: 'grace@example.com', assignee_id: 2 });
    expect(given(aCase.created(), aCase.assigned(GRACE), aCase.assigned(null)).state()).toMatchObject({ assignee: null, assignee_id: null });
  });

  it('does nothing when it is so already', () => {
    given(aCase.created()).when(GRACE).resent();
    given(aCase.created()).when(null).thenNothing();
    given(...finished, aCase.assigned(GRACE), aCase.archived(42)).when(GRACE).thenNothing();
  });

  it('refuses a case that is archived, or not there, and a member who is not there', () => {
    given(...finished, aCase.archived(42)).when(GRACE).fails('case_archived');
    given().when(GRACE).fails('case_not_found');
    given().when(undefined).fails('case_not_found');
    given(aCase.created()).when(undefined).fails('does_not_exist', 'assignee');
  });

  it.each([['nothing', {}], ['no address', { assignee: 'Grace' }], ['another type', { assignee: 5 }]])('needs an address or null: %s', (_, body) => {
    expect(assignCaseInput.safeParse(body).error?.issues.map(({ path }) => path.join('.'))).toEqual(['assignee']);
  });
});
