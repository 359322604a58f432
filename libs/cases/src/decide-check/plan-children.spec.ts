import { deciderSpec } from '#event-sourcing/testing';
import { describe, it } from '@jest/globals';
import { caseAggregate } from '../case.state.js';
import { checkId } from '../check-ids.js';
import { aCase } from '../testing/case-fixtures.js';
import { aDualCase, reserved } from '../testing/dual-fixtures.js';
import { decideCheckInput, decideDecideCheck } from './decide-check.js';

const { given } = deciderSpec(caseAggregate, decideDecideCheck);
const ADA = { full_name: 'Ada', external_id: 'ada', ownership: 60 };
const GRACE = { full_name: 'Grace', customer_type: 'INDIVIDUAL' };
const resolve = (shareholders: readonly object[], from = 1) => ({
  checkId: checkId(1, 0),
  input: decideCheckInput.parse({ outcome: 'ACCEPTED', shareholders }),
  reserved: reserved(shareholders.length, from),
});
const running = [aDualCase.created(), ...aDualCase.started()];
const oneChild = [...running, aDualCase.resolved(ADA), aDualCase.planned([0])];

describe('a decision that names shareholders', () => {
  it('plans a case for each, with it', () => {
    given(...running).when(resolve([ADA, GRACE])).then(aDualCase.resolved(ADA, GRACE), aDualCase.planned([0, 1]));
    given(...running).when(resolve([ADA, GRACE])).resent();
    given(...running).when(resolve([])).then(aDualCase.resolved());
  });

  it('plans cases only for those who have none, when it is changed', () => {
    given(...oneChild).when(resolve([GRACE, ADA], 2)).then(aDualCase.resolved(GRACE, ADA), aDualCase.planned([0], 2));
    given(...oneChild).when(resolve([{ ...ADA, ownership: 50 }], 2)).then(aDualCase.resolved({ ...ADA, ownership: 50 }));
    given(...oneChild).when(resolve([ADA], 2)).thenNothing();
  });

  it('leaves the case open until its children are complete', () => {
    given(...oneChild).when({ checkId: checkId(1, 1), input: decideCheckInput.parse({ outcome: 'ACCEPTED' }) }).then(aCase.decided(1, 'ACCEPTED'));
    given(...running, aCase.decided(1, 'ACCEPTED')).when(resolve([ADA])).then(aDualCase.resolved(ADA), aDualCase.planned([0]));
    given(...oneChild, aDualCase.childCompleted(101))
      .when({ checkId: checkId(1, 1), input: decideCheckInput.parse({ outcome: 'ACCEPTED' }) })
      .then(aCase.decided(1, 'ACCEPTED'), aCase.completed('ACCEPTED'));
  });

  it('cannot add to a case that is finished, but may say otherwise what is known', () => {
    const finished = [...oneChild, aCase.decided(1, 'ACCEPTED'), aDualCase.childCompleted(101), aCase.completed('ACCEPTED')];
    given(...finished).when(resolve([ADA, GRACE], 2)).fails('case_finished', 'shareholders');
    given(...finished).when(resolve([{ ...ADA, ownership: 50 }], 2)).then(aDualCase.resolved({ ...ADA, ownership: 50 }));
  });

  it('plans nothing before the case is started, also where the check was skipped by then', () => {
    given(aDualCase.created(), aCase.skipped(0)).when(resolve([ADA])).fails('check_not_started');
  });

  it('plans nothing where the case is by no dual config, or the check is about something else', () => {
    const single = [aDualCase.created({ case_config: null, pinned_config: null }), ...aDualCase.started()];
    given(...single).when(resolve([ADA])).then(aDualCase.resolved(ADA));
    const { input, reserved: ids } = resolve([ADA]);
    const { data } = aDualCase.resolved(ADA) as Extract<ReturnType<typeof aDualCase.resolved>, { type: 'check-decided' }>;
    given(...running).when({ checkId: checkId(1, 1), input, reserved: ids }).then({ type: 'check-decided', data: { ...data, check_id: checkId(1, 1) } });
  });
});
