import { deciderSpec } from '#event-sourcing/testing';
import { describe, it } from '@jest/globals';
import { caseAggregate } from '../case.state.js';
import { checkId } from '../check-ids.js';
import { aCase } from '../testing/case-fixtures.js';
import { decideSkipCheck } from './skip-check.js';

const { given } = deciderSpec(caseAggregate, decideSkipCheck);
const skip = (index: number) => ({ checkId: checkId(1, index), reason: 'not needed' });

describe('skipping a check', () => {
  it('leaves it out, before its case is started and after', () => {
    given(aCase.created()).when(skip(0)).then(aCase.skipped(0));
    given(aCase.created(), ...aCase.started()).when(skip(0)).then(aCase.skipped(0));
  });

  it('completes a running case when it was the last; with nothing decided there is no outcome', () => {
    given(aCase.created(), ...aCase.started(), aCase.decided(1, 'ACCEPTED', 0.4))
      .when(skip(0))
      .then(aCase.skipped(0), aCase.completed('ACCEPTED', 0.4));
    given(aCase.created(1), ...aCase.started(1)).when(skip(0)).then(aCase.skipped(0), aCase.completed(null));
  });

  it('does nothing the second time, and refuses a check that has come to its end', () => {
    given(aCase.created(), ...aCase.started()).when(skip(0)).resent();
    given(aCase.created(), ...aCase.started(), aCase.decided(0, 'ACCEPTED')).when(skip(0)).fails('check_finished');
    given(aCase.created(), ...aCase.started(), aCase.failed(0)).when(skip(0)).fails('check_finished');
    given().when(skip(0)).fails('check_not_found');
  });
});
