import type { CustomerEvent } from '#customers';
import { aCustomer } from '#customers/testing';
import { record } from '#event-sourcing/testing';
import { describe, expect, it } from '@jest/globals';
import { eventsUntil, parseAsOf } from '../as-of.js';
import type { CaseEvent } from '../case.events.js';
import { type CaseOrCustomerEvent, lastDocument } from '../case.replay.js';
import { aCase } from '../testing/case-fixtures.js';
import { caseHistory } from './case-history.js';
import { fieldChanges } from './field-changes.js';

const CASE = 'case-acme.1';
const at = (second: number) => ({ occurred_at: `2026-01-01T00:00:0${second}.000Z` });
const caseEvent = (event: CaseEvent, revision: number, position: number): CaseOrCustomerEvent =>
  record(event, { stream: CASE, revision, position, metadata: at(position) });
const customerEvent = (event: CustomerEvent, revision: number, position: number): CaseOrCustomerEvent =>
  record(event, { stream: 'customer-acme.5', revision, position, metadata: at(position) });

const trail: CaseOrCustomerEvent[] = [
  customerEvent(aCustomer.created({ external_id: null, full_name: 'Ada', customer_type: null }), 0, 0),
  caseEvent(aCase.created(1), 0, 1),
  caseEvent({ type: 'case-started', data: {} }, 1, 2),
  caseEvent(aCase.requested(0), 2, 2),
  customerEvent(aCustomer.updated({ full_name: 'Ada King' }), 1, 3),
  customerEvent(aCustomer.updated({ delete_after: 9 }), 2, 4),
  caseEvent(aCase.decided(0, 'ACCEPTED', 0.2), 3, 5),
  caseEvent(aCase.completed('ACCEPTED', 0.2), 4, 5),
];

describe('the history of a case', () => {
  it('tells every event of the case, and those of the customer that changed what the case shows', () => {
    expect(caseHistory(trail).map(({ source, number, event }) => [source, number, event])).toEqual([
      ['case', 0, 'case-created'],
      ['case', 1, 'case-started'],
      ['case', 2, 'check-requested'],
      ['customer', 1, 'customer-updated'],
      ['case', 3, 'check-decided'],
      ['case', 4, 'case-completed'],
    ]);
  });

  it('says field by field what an event changed, old and new', () => {
    expect(caseHistory(trail)[3]?.changes).toEqual([{ field: 'customer.full_name', old: 'Ada', new: 'Ada King' }]);
    const changed = Object.fromEntries((caseHistory(trail)[4]?.changes ?? []).map(({ field, old, new: now }) => [field, [old, now]]));
    expect(changed).toMatchObject({
      outcome: [null, 'ACCEPTED'],
      risk_score: [null, 0.2],
      'checks.128.status': ['DECIDING', 'DECIDED'],
      revision: [2, 3],
    });
  });

  it('says when, by whom and because of what', () => {
    expect(caseHistory(trail)[0]).toMatchObject({
      occurred_at: '2026-01-01T00:00:01.000Z',
      actor: 'client:spec',
      on_behalf_of: null,
      command_id: 'command-1',
      causation_id: 'causation',
      correlation_id: 'correlation',
    });
  });
});

describe('a case as it was', () => {
  const asOf = (text: string) => {
    const moment = parseAsOf(text);
    return moment && lastDocument(eventsUntil(trail, moment, CASE));
  };

  it('is shown at a revision, with its customer as it then was', () => {
    expect(asOf('2')).toMatchObject({ revision: 2, status: 'PROCESSING', customer: { full_name: 'Ada' } });
    expect(asOf('3')).toMatchObject({ revision: 3, outcome: 'ACCEPTED', is_complete: false, customer: { full_name: 'Ada King' } });
  });

  it('is shown at a time', () => {
    expect(asOf('2026-01-01T00:00:02Z')).toMatchObject({ revision: 2, customer: { full_name: 'Ada' } });
    expect(asOf('2026-01-01T01:00:03+01:00')).toMatchObject({ revision: 2, customer: { full_name: 'Ada King' } });
    expect(asOf('2030-01-01')).toMatchObject({ revision: 4, is_complete: true });
  });

  it('is not there before it was made, or at a revision that it never had', () => {
    expect(asOf('2025-01-01T00:00:00Z')).toBeUndefined();
    expect(asOf('2026-01-01T00:00:00.999Z')).toBeUndefined();
    expect(asOf('5')).toBeUndefined();
  });

  it.each(['', 'yesterday', '-1', '1.5', '2026-13-01', '2026-01-01T00:00:00'])('refuses %j', (text) => {
    expect(parseAsOf(text)).toBeUndefined();
  });
});

describe('what differs between two documents', () => {
  it('is told at the deepest field, with items of lists by their id', () => {
    expect(fieldChanges({ a: 1, list: [{ id: 7, x: 1 }], gone: 'x' }, { a: 1, list: [{ id: 7, x: 2 }, { id: 8, x: 3 }] })).toEqual([
      { field: 'list.7.x', old: 1, new: 2 },
      { field: 'list.8.id', old: null, new: 8 },
      { field: 'list.8.x', old: null, new: 3 },
      { field: 'gone', old: 'x', new: null },
    ]);
  });

  it('is told as a whole where the kind of value changes', () => {
    expect(fieldChanges({ a: { b: 1 } }, { a: 'text' })).toEqual([{ field: 'a', old: { b: 1 }, new: 'text' }]);
    expect(fieldChanges({ a: null }, { a: [] })).toEqual([{ field: 'a', old: null, new: [] }]);
  });
});
