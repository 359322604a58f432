import { deciderSpec } from '#event-sourcing/testing';
import { describe, it } from '@jest/globals';
import { caseAggregate } from '../case.state.js';
import { checkId } from '../check-ids.js';
import { aCase } from '../testing/case-fixtures.js';
import { decideDecideCheck, decideCheckInput } from './decide-check.js';

const { given } = deciderSpec(caseAggregate, decideDecideCheck);
const running = [aCase.created(), ...aCase.started()];
const decide = (index: number, body: { outcome: string; risk_score?: number; note?: string }) => ({
  checkId: checkId(1, index),
  input: decideCheckInput.parse(body),
});

describe('deciding a check', () => {
  it('records the decision and leaves the case open while another check waits', () => {
    given(...running).when(decide(0, { outcome: 'ACCEPTED', risk_score: 0.2 })).then(aCase.decided(0, 'ACCEPTED', 0.2));
  });

  it('completes the case with the last decision, by the rules for outcome and score', () => {
    given(...running, aCase.decided(0, 'ACCEPTED', 0.9))
      .when(decide(1, { outcome: 'ACCEPTED', risk_score: 0.1 }))
      .then(aCase.decided(1, 'ACCEPTED', 0.1), aCase.completed('ACCEPTED', 0.9));
    given(...running, aCase.decided(0, 'REJECTED', 0.5))
      .when(decide(1, { outcome: 'PENDING' }))
      .then(aCase.decided(1, 'PENDING'), aCase.completed('REJECTED', 0.5));
    given(...running, aCase.decided(0, 'ACCEPTED')).when(decide(1, { outcome: 'PENDING' })).then(aCase.decided(1, 'PENDING'), aCase.completed('PENDING'));
  });

  it('takes a skipped check as not asked for, and never accepts over a failed one', () => {
    given(...running, aCase.skipped(0)).when(decide(1, { outcome: 'ACCEPTED' })).then(aCase.decided(1, 'ACCEPTED'), aCase.completed('ACCEPTED'));
    given(...running, aCase.failed(0)).when(decide(1, { outcome: 'ACCEPTED' })).then(aCase.decided(1, 'ACCEPTED'), aCase.completed(null));
  });

  it('may change the outcome of a complete case, and says so only when it does', () => {
    const complete = [...running, aCase.decided(0, 'ACCEPTED', 0.1), aCase.decided(1, 'ACCEPTED', 0.2), aCase.completed('ACCEPTED', 0.2)];
    given(...complete).when(decide(1, { outcome: 'REJECTED', risk_score: 1 })).then(aCase.decided(1, 'REJECTED', 1), aCase.outcomeChanged('REJECTED', 1));
    given(...complete).when(decide(1, { outcome: 'ACCEPTED', risk_score: 0.3 })).then(aCase.decided(1, 'ACCEPTED', 0.3));
  });

  it('does nothing when the same decision stands already, also once it was submitted', () => {
    given(...running).when(decide(0, { outcome: 'ACCEPTED', risk_score: 0.2 })).resent();
    given(aCase.created(1), ...aCase.started(1), aCase.decided(0, 'REJECTED'), aCase.completed('REJECTED'), aCase.submitted(4))
      .when(decide(0, { outcome: 'REJECTED' }))
      .thenNothing();
  });

  it('refuses to decide a check of an archived case anew, and still knows the decision that stands', () => {
    const archived = [aCase.created(1), ...aCase.started(1), aCase.decided(0, 'ACCEPTED'), aCase.completed('ACCEPTED'), aCase.archived(42)];
    given(...archived).when(decide(0, { outcome: 'REJECTED' })).fails('case_archived');
    given(...archived).when(decide(0, { outcome: 'ACCEPTED' })).thenNothing();
  });

  it('that answers a request counts only while the check waits for that one; what stands already is known', () => {
    const answer = (request: string) => ({ ...decide(0, { outcome: 'ACCEPTED' }), request });
    given(...running).when(answer('128.2')).then(aCase.decided(0, 'ACCEPTED'));
    given(...running, aCase.decided(0, 'ACCEPTED')).when(answer('128.2')).thenNothing();
    given(...running, aCase.decided(0, 'REJECTED')).when(answer('128.2')).fails('check_not_waiting');
    given(...running, aCase.failed(0)).when(answer('128.2')).fails('check_not_waiting');
    given(...running, aCase.requested(0)).when(answer('128.2')).fails('check_not_waiting');
    given(...running, aCase.requested(0)).when(answer('128.4')).then(aCase.decided(0, 'ACCEPTED'));
    for (const request of ['', '129.3', 'x']) given(...running).when(answer(request)).fails('check_not_waiting');
  });

  it('refuses a check that is not started, not in the case, or in no case at all', () => {
    given(aCase.created()).when(decide(0, { outcome: 'ACCEPTED' })).fails('check_not_started');
    given(aCase.created(), aCase.skipped(0)).when(decide(0, { outcome: 'ACCEPTED' })).fails('check_not_started');
    given(...running).when(decide(2, { outcome: 'ACCEPTED' })).fails('check_not_found');
    given().when(decide(0, { outcome: 'ACCEPTED' })).fails('check_not_found');
  });
});
