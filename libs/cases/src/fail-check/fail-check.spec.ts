import { deciderSpec } from '#event-sourcing/testing';
import { describe, it } from '@jest/globals';
import { caseAggregate } from '../case.state.js';
import { checkId } from '../check-ids.js';
import { aCase } from '../testing/case-fixtures.js';
import { decideFailCheck } from './fail-check.js';

const { given } = deciderSpec(caseAggregate, decideFailCheck);
const fail = (index: number) => ({ checkId: checkId(1, index), reason: 'no answer' });

describe('failing a check', () => {
  it('records that it could not be carried out, and completes the case when it was the last', () => {
    given(aCase.created(), ...aCase.started()).when(fail(0)).then(aCase.failed(0));
    given(aCase.created(), ...aCase.started(), aCase.decided(1, 'ACCEPTED')).when(fail(0)).then(aCase.failed(0), aCase.completed(null));
    given(aCase.created(), ...aCase.started(), aCase.decided(1, 'REJECTED')).when(fail(0)).then(aCase.failed(0), aCase.completed('REJECTED'));
  });

  it('does nothing the second time', () => {
    given(aCase.created(), ...aCase.started()).when(fail(0)).resent();
  });

  it('refuses a check that was not asked for or has come to its end', () => {
    given(aCase.created()).when(fail(0)).fails('check_not_started');
    given(aCase.created(), ...aCase.started(), aCase.skipped(0)).when(fail(0)).fails('check_finished');
    given().when(fail(0)).fails('check_not_found');
  });
});
