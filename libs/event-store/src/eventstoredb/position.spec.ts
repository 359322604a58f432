import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fromPosition, isKnown, toPosition } from './position.js';

const numbers = fc.bigInt({ min: 0n, max: 2n ** 64n - 2n });
const places = fc.record({ commit: fc.oneof(numbers, fc.constantFrom(1n, 9n, 10n)), prepare: numbers });

it('keeps both numbers', () => {
  fc.assert(fc.property(places, (place) => { expect(fromPosition(toPosition(place))).toEqual(place); }));
});

it('orders tokens as the log orders places: by the commit, and within one by the prepare', () => {
  fc.assert(
    fc.property(places, places, (a, b) => {
      const before = a.commit < b.commit || (a.commit === b.commit && a.prepare < b.prepare);
      expect(toPosition(a) < toPosition(b)).toBe(before);
    }),
  );
});

it('knows its own tokens only', () => {
  for (const token of ['', '17', '0000000000000017', `${'1'.repeat(20)}-`, `${'1'.repeat(20)}/${'1'.repeat(20)}`]) {
    expect(() => fromPosition(token)).toThrow(RangeError);
  }
});

it('tells a place from what the server says when it does not know', () => {
  expect(isKnown({ commit: 0n, prepare: 0n })).toBe(true);
  expect(isKnown({ commit: 2n ** 64n - 1n, prepare: 2n ** 64n - 1n })).toBe(false);
  expect(isKnown(undefined)).toBe(false);
});
