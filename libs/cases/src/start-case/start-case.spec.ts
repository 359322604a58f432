import { deciderSpec, SPEC_TIME } from '#event-sourcing/testing';
import { describe, expect, it } from '@jest/globals';
import { caseAggregate } from '../case.state.js';
import { aCase } from '../testing/case-fixtures.js';
import { aDualCase } from '../testing/dual-fixtures.js';
import { decideStartCase, startAction } from './start-case.js';

const { given } = deciderSpec(caseAggregate, decideStartCase);
const BEGUN = Date.parse(SPEC_TIME);
const START = { now: BEGUN };
const RESTART = { ...START, successorId: 42 };
const LATE = { now: BEGUN + 30 * 60_000 + 1 };
const FINISHED = [aCase.created(1), ...aCase.started(1), aCase.decided(0, 'ACCEPTED'), aCase.completed('ACCEPTED')];

describe('starting a case', () => {
  it('begins it and asks for every check that waits', () => {
    given(aCase.created()).when(START).then(...aCase.started());
    given(aCase.created(), aCase.skipped(0)).when(START).then({ type: 'case-started', data: {} }, aCase.requested(1));
  });

  it('completes it at once when every check was skipped before', () => {
    given(aCase.created(1), aCase.skipped(0)).when(START).then({ type: 'case-started', data: {} }, aCase.completed(null));
  });

  it('does nothing to a case that runs or is finished', () => {
    given(aCase.created()).when(START).resent();
    given(...FINISHED).when(START).thenNothing();
  });

  it('archives a finished case where a restart is allowed, once', () => {
    given(...FINISHED).when(RESTART).then(aCase.archived(42));
    given(...FINISHED).when(RESTART).resent();
    given(...FINISHED, aCase.archived(41)).when(RESTART).thenNothing();
    given(...FINISHED, aCase.archived(41)).when(START).thenNothing();
  });

  it('does no more than to start a case that is not finished, also where a restart is allowed', () => {
    given(aCase.created()).when(RESTART).then(...aCase.started());
    given(aCase.created(), ...aCase.started()).when(RESTART).thenNothing();
  });

  it('rescues a case that has run for over 30 minutes without progress: what is not finished is asked for again', () => {
    const running = [aCase.created(), ...aCase.started(), aCase.skipped(0)];
    given(...running).when(LATE).then(aCase.rescued(), aCase.requested(1));
    given(...running).when({ ...LATE, successorId: 42 }).then(aCase.rescued(), aCase.requested(1));
    given(...running).when({ now: LATE.now - 1 }).thenNothing();
  });

  it('never rescues a case that is not started, or has come to its end', () => {
    given(aCase.created()).when(LATE).then(...aCase.started());
    given(...FINISHED).when(LATE).thenNothing();
  });

  it('refuses a case without checks, and one that is not there', () => {
    given(aCase.created(0)).when(START).fails('no_checks');
    given(aCase.created(0)).when(RESTART).fails('no_checks');
    given().when(RESTART).fails('case_not_found');
  });

  it('needs a document for a case by a dual config', () => {
    given(aDualCase.created({ document_ids: [] })).when(START).fails('no_documents');
    given(aDualCase.created({ document_ids: [] })).when({ ...START, hasDocuments: true }).then(...aDualCase.started());
    given(aDualCase.created()).when(START).then(...aDualCase.started());
    given(aDualCase.created(), ...aDualCase.started()).when(START).thenNothing();
  });

  it('says what it did', () => {
    const running = given(aCase.created(), ...aCase.started()).state()!;
    const finished = given(...FINISHED).state()!;
    expect(startAction(aCase.started(), running)).toBe('started');
    expect(startAction([aCase.rescued(), aCase.requested(0)], running)).toBe('rescued');
    expect(startAction([], running)).toBe('noop_already_running');
    expect(startAction([], finished)).toBe('noop_already_started');
  });
});
