import { deciderSpec } from '#event-sourcing/testing';
import { describe, expect, it } from '@jest/globals';
import { caseAggregate } from '../case.state.js';
import { caseView } from '../case.view.js';
import { aCase } from '../testing/case-fixtures.js';
import { decideCaseInput, decideDecideCase } from './decide-case.js';

const { given } = deciderSpec(caseAggregate, decideDecideCase);
const decide = (outcome: string, more: { risk_score?: number | null; note?: string } = {}) =>
  decideCaseInput.parse({ outcome, note: 'a person has looked', ...more });
const running = [aCase.created(), ...aCase.started()];
const complete = [...running, aCase.decided(0, 'ACCEPTED', 0.1), aCase.decided(1, 'ACCEPTED', 0.2), aCase.completed('ACCEPTED', 0.2)];

describe('deciding a case', () => {
  it('records the decision, before the case is started and while it runs, and completes nothing', () => {
    given(aCase.created()).when(decide('REJECTED')).then(aCase.caseDecided('REJECTED'));
    given(aCase.created(0)).when(decide('ACCEPTED')).then(aCase.caseDecided('ACCEPTED'));
    given(...running).when(decide('REJECTED', { risk_score: 1 })).then(aCase.caseDecided('REJECTED', 1));
  });

  it('changes the outcome of a complete case, and says so only when it does', () => {
    given(...complete).when(decide('REJECTED')).then(aCase.caseDecided('REJECTED'), aCase.outcomeChanged('REJECTED', 0.2));
    given(...complete).when(decide('REJECTED', { risk_score: 0.9 })).then(aCase.caseDecided('REJECTED', 0.9), aCase.outcomeChanged('REJECTED', 0.9));
    given(...complete).when(decide('ACCEPTED', { risk_score: 0.9 })).then(aCase.caseDecided('ACCEPTED', 0.9));
  });

  it('gives an outcome to a case that came to none', () => {
    given(aCase.created(1), ...aCase.started(1), aCase.failed(0), aCase.completed(null))
      .when(decide('ACCEPTED'))
      .then(aCase.caseDecided('ACCEPTED'), aCase.outcomeChanged('ACCEPTED'));
  });

  it('may be decided anew; the decision that stands leads to nothing', () => {
    given(...running).when(decide('REJECTED')).resent();
    given(...complete, aCase.caseDecided('REJECTED'), aCase.outcomeChanged('REJECTED', 0.2))
      .when(decide('PENDING'))
      .then(aCase.caseDecided('PENDING'), aCase.outcomeChanged('PENDING', 0.2));
    given(...running, aCase.caseDecided('REJECTED')).when(decide('REJECTED', { note: 'for another reason' })).then(aCase.caseDecided('REJECTED', null, 'for another reason'));
    given(...running, aCase.caseDecided('REJECTED'), aCase.noted('later')).when(decide('REJECTED')).thenNothing();
  });

  it('leaves an archived case as it is, and still knows the decision that stands', () => {
    const archived = [...complete, aCase.caseDecided('ACCEPTED'), aCase.archived(42)];
    given(...archived).when(decide('REJECTED')).fails('case_archived');
    given(...archived).when(decide('ACCEPTED')).thenNothing();
    given().when(decide('ACCEPTED')).fails('case_not_found');
  });
});

describe('a decision on a case', () => {
  const seen = (...events: Parameters<typeof given>) => {
    const { outcome, risk_score, note, is_complete } = caseView(given(...events).state()!, null);
    return { outcome, risk_score, note, is_complete };
  };

  it('wins over its checks, those decided later included; its risk score only when it names one', () => {
    const decided = [...running, aCase.caseDecided('ACCEPTED')];
    expect(seen(...decided)).toEqual({ outcome: 'ACCEPTED', risk_score: null, note: 'a person has looked', is_complete: false });
    expect(seen(...decided, aCase.decided(0, 'REJECTED', 0.9))).toMatchObject({ outcome: 'ACCEPTED', risk_score: 0.9 });
    expect(seen(...running, aCase.caseDecided('ACCEPTED', 0.3), aCase.decided(0, 'REJECTED', 0.9))).toMatchObject({ outcome: 'ACCEPTED', risk_score: 0.3 });
  });

  it.each([
    ['no outcome', { note: 'x' }, 'outcome'],
    ['an unknown outcome', { outcome: 'MAYBE', note: 'x' }, 'outcome'],
    ['no note', { outcome: 'ACCEPTED' }, 'note'],
    ['a blank note', { outcome: 'ACCEPTED', note: ' ' }, 'note'],
    ['a score above 1', { outcome: 'ACCEPTED', note: 'x', risk_score: 2 }, 'risk_score'],
  ])('is refused with %s', (_, body, field) => {
    expect(decideCaseInput.safeParse(body).error?.issues.map(({ path }) => path.join('.'))).toContain(field);
  });
});
