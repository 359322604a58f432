import { deciderSpec } from '#event-sourcing/testing';
import { describe, it } from '@jest/globals';
import { caseAggregate } from '../case.state.js';
import { aCase } from '../testing/case-fixtures.js';
import { decideRecordSubmission } from './record-submission.js';

const { given } = deciderSpec(caseAggregate, decideRecordSubmission);
const complete = [aCase.created(1), ...aCase.started(1), aCase.decided(0, 'ACCEPTED'), aCase.completed('ACCEPTED')];

describe('recording that the outcome left the service', () => {
  it('is done once for an outcome', () => {
    given(...complete).when({ caseRevision: 4 }).then(aCase.submitted(4));
    given(...complete).when({ caseRevision: 4 }).resent();
  });

  it('is not done for an outcome that is no longer the one that stands', () => {
    given(...complete, aCase.decided(0, 'REJECTED'), aCase.outcomeChanged('REJECTED')).when({ caseRevision: 4 }).thenNothing();
    given().when({ caseRevision: 4 }).thenNothing();
  });
});
