import { deciderSpec } from '#event-sourcing/testing';
import { describe, expect, it } from '@jest/globals';
import { caseAggregate, type CaseState } from '../case.state.js';
import { aCase } from '../testing/case-fixtures.js';
import { decideStartCase, startAction } from './start-case.js';

const { given } = deciderSpec(caseAggregate, (_command: 'start', state: CaseState | undefined) => decideStartCase(state));

describe('starting a case', () => {
  it('begins it and asks for every check that waits', () => {
    given(aCase.created()).when('start').then(...aCase.started());
    given(aCase.created(), aCase.skipped(0)).when('start').then({ type: 'case-started', data: {} }, aCase.requested(1));
  });

  it('completes it at once when every check was skipped before', () => {
    given(aCase.created(1), aCase.skipped(0)).when('start').then({ type: 'case-started', data: {} }, aCase.completed(null));
  });

  it('does nothing to a case that runs or is finished', () => {
    given(aCase.created()).when('start').resent();
    given(aCase.created(1), ...aCase.started(1), aCase.skipped(0), aCase.completed(null)).when('start').thenNothing();
  });

  it('refuses a case without checks, and one that is not there', () => {
    given(aCase.created(0)).when('start').fails('no_checks');
    given().when('start').fails('case_not_found');
  });

  it('says what it did', () => {
    const running = given(aCase.created(), ...aCase.started()).state()!;
    const finished = given(aCase.created(1), ...aCase.started(1), aCase.skipped(0), aCase.completed(null)).state()!;
    expect(startAction(true, running)).toBe('started');
    expect(startAction(false, running)).toBe('noop_already_running');
    expect(startAction(false, finished)).toBe('noop_already_started');
  });
});
