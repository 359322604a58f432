import { describe, expect, test } from '@jest/globals';
import { sameText } from './same-text.js';

describe('texts', () => {
  test.each([
    ['', '', true],
    ['a', 'a', true],
    ['a', 'b', false],
    ['a', 'aa', false],
    ['ä', 'a', false],
    ['', 'a', false],
  ])('%j and %j', (one, other, same) => {
    expect(sameText(one, other)).toBe(same);
  });
});
