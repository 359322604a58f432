import { aCase } from '#cases/testing';
import { recordAll } from '#event-sourcing/testing';
import { describe, expect, it } from '@jest/globals';
import { caseLife } from './case-life.js';

describe('the life of a case that was deleted', () => {
  it('ends with that, and shows an operator the case as it was before', () => {
    const complete = [aCase.created(1), ...aCase.started(1), aCase.decided(0, 'ACCEPTED'), aCase.completed('ACCEPTED')];
    const life = caseLife(recordAll('case-acme.1', [...complete, aCase.checkDeleted(0), aCase.deleted()]));
    expect(life?.entries.slice(-2).map(({ event, description }) => [event, description])).toEqual([
      ['check-deleted', 'Check 128 (PEP) deleted: kept for as long as it may be'],
      ['case-deleted', 'Case deleted: kept for as long as it may be'],
    ]);
    expect(life?.end).toMatchObject({ id: 1, outcome: 'ACCEPTED', is_complete: true });
  });
});
