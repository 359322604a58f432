import { deciderSpec } from '#event-sourcing/testing';
import { describe, expect, it } from '@jest/globals';
import { caseAggregate } from '../case.state.js';
import { aCase } from '../testing/case-fixtures.js';
import { decideAddNote } from './add-note.js';

const { given } = deciderSpec(caseAggregate, decideAddNote);

describe('noting something about a case', () => {
  it('is recorded wherever the case stands, and each time', () => {
    given(aCase.created()).when({ note: 'first' }).then(aCase.noted('first'));
    given(aCase.created(), aCase.noted('first')).when({ note: 'first' }).then(aCase.noted('first'));
    given(aCase.created(1), ...aCase.started(1), aCase.decided(0, 'ACCEPTED'), aCase.completed('ACCEPTED'), aCase.archived(42))
      .when({ note: 'for the file' })
      .then(aCase.noted('for the file'));
  });

  it('shows the latest, and takes it for no progress', () => {
    const events = [aCase.created(), ...aCase.started()];
    const before = given(...events).state();
    const after = given(...events, aCase.noted('first'), aCase.noted('second')).state();
    expect(after).toMatchObject({ note: 'second', progressed_at: before?.progressed_at });
  });

  it('is refused for a case that is not there', () => {
    given().when({ note: 'x' }).fails('case_not_found');
  });
});
