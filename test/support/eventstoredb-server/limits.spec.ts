import { expect, it } from '@jest/globals';
import { firstVisible, isDeleted, limitsIn, truncated, TRUNCATED_FOR_EVER } from './limits.js';

it('reads the limits among whatever else there is', () => {
  expect(limitsIn('{"$maxCount":3,"$maxAge":60,"$tb":5,"owner":"acme"}')).toEqual({ maxCount: 3, maxAge: 60_000, truncateBefore: 5 });
});

it.each(['', 'null', '"text"', '[]', '{"$maxCount":"3","$tb":-1}'])('finds none in %p', (data) => {
  expect(limitsIn(data)).toEqual({});
});

it('shows what is behind both limits', () => {
  expect(firstVisible({}, 9)).toBe(0);
  expect(firstVisible({ maxCount: 3 }, 9)).toBe(7);
  expect(firstVisible({ maxCount: 3, truncateBefore: 8 }, 9)).toBe(8);
  expect(firstVisible({ maxCount: 30 }, 9)).toBe(0);
});

it('deletes by truncating for ever, and keeps what else was said', () => {
  const deleted = truncated('{"$maxCount":3,"$tb":2}', TRUNCATED_FOR_EVER);
  expect(deleted).toBe('{"$maxCount":3,"$tb":9223372036854775807}');
  expect(isDeleted(limitsIn(deleted))).toBe(true);
  expect(isDeleted(limitsIn(truncated(deleted, 4)))).toBe(false);
  expect(truncated(undefined, 4)).toBe('{"$tb":4}');
});
