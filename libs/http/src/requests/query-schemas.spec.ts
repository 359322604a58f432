import { describe, expect, test } from '@jest/globals';
import { booleanQuery, integerQuery, numberQuery } from './query-schemas.js';

const accepts = (schema: { safeParse(value: unknown): { success: boolean; data?: unknown } }, value: unknown): unknown => {
  const result = schema.safeParse(value);
  return result.success ? result.data : 'refused';
};

describe('a query', () => {
  test.each([['5', 5], ['0', 0], ['-1', 'refused'], ['11', 'refused'], ['1.0', 'refused'], ['', 'refused'], ['0x1', 'refused'], [['1', '2'], 'refused']])(
    'has an integer from 0 to 10 in %j: %j',
    (text, value) => {
      expect(accepts(integerQuery(0, 10), text)).toBe(value);
    },
  );

  test.each([['0.5', 0.5], ['1', 1], ['1.1', 'refused'], ['.5', 'refused'], ['NaN', 'refused'], ['1e-1', 'refused']])(
    'has a number from 0 to 1 in %j: %j',
    (text, value) => {
      expect(accepts(numberQuery(0, 1), text)).toBe(value);
    },
  );

  test.each([['true', true], ['1', true], ['True', true], ['false', false], ['0', false], ['yes', 'refused'], ['', 'refused']])(
    'has a boolean in %j: %j',
    (text, value) => {
      expect(accepts(booleanQuery(), text)).toBe(value);
    },
  );
});
