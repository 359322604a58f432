import { describe, expect, it } from '@jest/globals';
import { isFenced } from './kafka-errors.js';

const answer = (code: number): Error => Object.assign(new Error('answered'), { code });

describe('an error of a producer', () => {
  it.each([47, 90])('that the broker gives with code %i says that it is fenced, however it is wrapped', (code) => {
    expect(isFenced(answer(code))).toBe(true);
    expect(isFenced(new Error('once', { cause: new Error('twice', { cause: answer(code) }) }))).toBe(true);
  });

  it.each([new Error('Request timed out'), answer(51), Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }), undefined, 'text'])('says nothing of the kind: %s', (error) => {
    expect(isFenced(error)).toBe(false);
  });
});
