import { deciderSpec } from '#event-sourcing/testing';
import { describe, it } from '@jest/globals';
import { caseAggregate } from '../case.state.js';
import { aCase } from '../testing/case-fixtures.js';
import { aDualCase } from '../testing/dual-fixtures.js';
import { decideRecordChild } from './record-child.js';

const { given } = deciderSpec(caseAggregate, decideRecordChild);
const people = [{ full_name: 'Ada' }, { full_name: 'Grace' }];
const twoChildren = [aDualCase.created(), ...aDualCase.started(), aDualCase.resolved(...people), aDualCase.planned([0, 1])];

describe('a child that is complete', () => {
  it('is recorded, once', () => {
    given(...twoChildren).when({ childId: 101 }).then(aDualCase.childCompleted(101));
    given(...twoChildren).when({ childId: 101 }).resent();
  });

  it('completes its parent when nothing else is open', () => {
    const decided = [...twoChildren, aCase.decided(1, 'REJECTED', 0.9)];
    given(...decided).when({ childId: 101 }).then(aDualCase.childCompleted(101));
    given(...decided, aDualCase.childCompleted(101)).when({ childId: 102 }).then(aDualCase.childCompleted(102), aCase.completed('REJECTED', 0.9));
    given(...twoChildren, aDualCase.childCompleted(101)).when({ childId: 102 }).then(aDualCase.childCompleted(102));
  });

  it('means nothing to a case that it is no child of, or that is not there', () => {
    given(...twoChildren).when({ childId: 103 }).thenNothing();
    given(aCase.created()).when({ childId: 101 }).thenNothing();
    given().when({ childId: 101 }).thenNothing();
  });
});
