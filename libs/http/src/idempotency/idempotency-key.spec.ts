import { describe, expect, test } from '@jest/globals';
import { idempotencyKey } from './idempotency-key.js';

describe('an idempotency key', () => {
  test.each([
    ['a', 'a'],
    ['8e03978e-40d5-43e8-bc93-6894a57f9324', '8e03978e-40d5-43e8-bc93-6894a57f9324'],
    ['"8e03978e-40d5"', '8e03978e-40d5'],
    ['"a\\"b\\\\c"', 'a"b\\c'],
    ['a"b', 'a"b'],
    ['x'.repeat(255), 'x'.repeat(255)],
    [`"${'x'.repeat(255)}"`, 'x'.repeat(255)],
  ])('is read from %j', (header, key) => {
    expect(idempotencyKey(header)).toBe(key);
  });

  test.each(['', '""', '"', '"a', '"a"b"', '"a\\b"', 'two words', '"two words"', 'ümlaut', 'a\tb', 'x'.repeat(256), `"${'x'.repeat(256)}"`, ['a', 'b']])(
    'is not read from %j',
    (header) => {
      expect(() => idempotencyKey(header)).toThrow(expect.objectContaining({ kind: 'invalid', fields: [expect.objectContaining({ path: ['Idempotency-Key'] })] }));
    },
  );
});
