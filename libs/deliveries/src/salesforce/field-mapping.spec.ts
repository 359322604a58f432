import { expect, it } from '@jest/globals';
import { mapFields } from './field-mapping.js';

const document = {
  outcome: 'ACCEPTED', risk_score: 0.25, note: null, is_complete: true, 'a.b': 'dotted',
  customer: { external_id: 'C-1' }, checks: [{ outcome: 'REJECTED' }],
};

it.each([
  ['a value', { from: 'outcome' }, { Field: 'ACCEPTED' }],
  ['a translated value', { from: 'outcome', values: { ACCEPTED: 'Closed' } }, { Field: 'Closed' }],
  ['a value that is not listed', { from: 'outcome', values: { REJECTED: 'Escalated' } }, { Field: 'ACCEPTED' }],
  ['a nested value', { from: 'customer.external_id' }, { Field: 'C-1' }],
  ['an item of a list', { from: 'checks.0.outcome' }, { Field: 'REJECTED' }],
  ['a number', { from: 'risk_score', values: { '0.25': 'Low' } }, { Field: 'Low' }],
  ['a boolean', { from: 'is_complete', values: { true: 'Yes' } }, { Field: 'Yes' }],
  ['null, which empties the field', { from: 'note' }, { Field: null }],
  ['a translated null', { from: 'note', values: { null: '-' } }, { Field: '-' }],
  ['a path that is not there', { from: 'customer.nothing.deeper' }, {}],
  ['what only every object has', { from: 'constructor.name' }, {}],
  ['a translation that only every object has', { from: 'outcome', values: {} }, { Field: 'ACCEPTED' }],
])('maps %s', (_, mapping, expected) => {
  expect(mapFields(document, { Field: mapping })).toEqual(expected);
});
