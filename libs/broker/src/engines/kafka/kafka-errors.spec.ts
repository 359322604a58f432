import { describe, expect, it } from '@jest/globals';
import { isFenced, isUnknownMember, isUnknownTopic, isWithoutLeader } from './kafka-errors.js';

const answer = (code: number): Error => Object.assign(new Error('answered'), { code });

describe('what a broker has answered', () => {
  it.each([47, 90])('tells a fenced producer by %i, however that is wrapped', (code) => {
    expect(isFenced(answer(code))).toBe(true);
    expect(isFenced(new Error('once', { cause: new Error('twice', { cause: answer(code) }) }))).toBe(true);
  });

  it.each([new Error('Request timed out'), answer(51), Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }), undefined, 'text'])('tells none by %s', (error) => {
    expect(isFenced(error)).toBe(false);
  });

  it('tells a member that was given up, a topic that is not there, and a partition without a leader', () => {
    expect([25, 27].map((code) => isUnknownMember(answer(code)))).toEqual([true, false]);
    expect([3, 5].map((code) => isUnknownTopic(answer(code)))).toEqual([true, false]);
    expect([5, 6, 3].map((code) => isWithoutLeader(answer(code)))).toEqual([true, true, false]);
  });
});
