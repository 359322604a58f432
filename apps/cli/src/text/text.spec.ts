import { describe, expect, it } from '@jest/globals';
import { formatDuration } from './duration.js';
import { counted, printable } from './printable.js';
import { tableLines } from './table.js';

describe('a length of time', () => {
  it.each([
    [0, '0 ms'],
    [999.4, '999 ms'],
    [1_000, '1 s'],
    [3_260, '3.2 s'],
    [59_999, '59 s'],
    [60_000, '1 min'],
    [252_000, '4 min 12 s'],
    [3_600_000, '1 h'],
    [3_900_000, '1 h 5 min'],
    [190_800_000, '2 d 5 h'],
    [-1_500, '−1.5 s'],
  ])('of %d ms is %s', (milliseconds, text) => {
    expect(formatDuration(milliseconds)).toBe(text);
  });
});

describe('text of others', () => {
  it('is shown as it is', () => {
    expect(printable('Ada Łovelace – 王 👩‍🚀')).toBe('Ada Łovelace – 王 👩‍🚀');
  });

  it('cannot steer the terminal', () => {
    expect(printable('a\u001b[31mb\u009bc\nd\te\u202ef\u0007')).toBe('a\\u001b[31mb\\u009bc\\nd\\te\\u202ef\\u0007');
  });
});

it('counts one and many', () => {
  expect([counted(1, 'event'), counted(12_345, 'event'), counted(0, 'category', 'categories')]).toEqual(['1 event', '12,345 events', '0 categories']);
});

it('puts cells below each other', () => {
  expect(tableLines([{ title: 'NAME' }, { title: 'EVENTS', align: 'right' }], [['cases', '12'], ['a longer one', '1,234,567']])).toEqual([
    'NAME             EVENTS',
    'cases                12',
    'a longer one  1,234,567',
  ]);
});
