import { deciderSpec } from '#event-sourcing/testing';
import { describe, expect, it } from '@jest/globals';
import { caseAggregate } from '../case.state.js';
import { aCase } from '../testing/case-fixtures.js';
import { assignCaseInput, decideAssignCase } from './assign-case.js';

const { given } = deciderSpec(caseAggregate, decideAssignCase);
const GRACE = 'grace@example.com';
const finished = [aCase.created(1), ...aCase.started(1), aCase.decided(0, 'ACCEPTED'), aCase.completed('ACCEPTED')];

describe('assigning a case', () => {
  it('gives it to a member, to another one, or to nobody', () => {
    given(aCase.created()).when({ assignee: GRACE }).then(aCase.assigned(GRACE));
    given(aCase.created(0, { assignee: 'ada@example.com' })).when({ assignee: GRACE }).then(aCase.assigned(GRACE));
    given(...finished, aCase.assigned(GRACE)).when({ assignee: null }).then(aCase.assigned(null));
  });

  it('does nothing when it is so already', () => {
    given(aCase.created()).when({ assignee: GRACE }).resent();
    given(aCase.created()).when({ assignee: null }).thenNothing();
    given(...finished, aCase.assigned(GRACE), aCase.archived(42)).when({ assignee: GRACE }).thenNothing();
  });

  it('refuses a case that is archived, or not there', () => {
    given(...finished, aCase.archived(42)).when({ assignee: GRACE }).fails('case_archived');
    given().when({ assignee: GRACE }).fails('case_not_found');
  });

  it.each([['nothing', {}], ['no address', { assignee: 'Grace' }], ['another type', { assignee: 5 }]])('needs an address or null: %s', (_, body) => {
    expect(assignCaseInput.safeParse(body).error?.issues.map(({ path }) => path.join('.'))).toEqual(['assignee']);
  });
});
