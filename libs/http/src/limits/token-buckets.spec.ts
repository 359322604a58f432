import { describe, expect, it } from '@jest/globals';
import { ManualTime } from '#event-sourcing/testing';
import { TokenBuckets } from './token-buckets.js';

const taken = (buckets: TokenBuckets, name: string, times: number): number =>
  Array.from({ length: times }, () => buckets.take(name)).filter((wait) => wait === 0).length;

describe('token buckets', () => {
  it('let through so many each second, and more at once after a quiet while', () => {
    const time = new ManualTime();
    const buckets = new TokenBuckets(5, 50, time);
    expect(taken(buckets, 'ada', 100)).toBe(50);
    expect(buckets.take('ada')).toBe(1);
    time.advance(1_000);
    expect(taken(buckets, 'ada', 100)).toBe(5);
    time.advance(3_600_000);
    expect(taken(buckets, 'ada', 100)).toBe(50);
  });

  it('are one for each name', () => {
    const buckets = new TokenBuckets(1, 10, new ManualTime());
    expect(taken(buckets, 'ada', 20)).toBe(10);
    expect(taken(buckets, 'bob', 20)).toBe(10);
  });

  it('say how long to wait, and take nothing for that', () => {
    const time = new ManualTime();
    const buckets = new TokenBuckets(0.2, 2, time);
    expect(Array.from({ length: 5 }, () => buckets.wait('ada'))).toEqual([0, 0, 0, 0, 0]);
    expect(taken(buckets, 'ada', 5)).toBe(2);
    expect([buckets.wait('ada'), buckets.take('ada')]).toEqual([5, 5]);
    time.advance(1_000);
    expect(buckets.wait('ada')).toBe(4);
    time.advance(4_000);
    expect([buckets.wait('ada'), buckets.take('ada'), buckets.wait('ada')]).toEqual([0, 0, 5]);
  });

  it('bear a clock that is set back', () => {
    const time = new ManualTime();
    const buckets = new TokenBuckets(1, 10, time);
    expect(taken(buckets, 'ada', 20)).toBe(10);
    time.advance(-60_000);
    expect(buckets.take('ada')).toBe(1);
    time.advance(2_000);
    expect(taken(buckets, 'ada', 20)).toBe(2);
  });
});
