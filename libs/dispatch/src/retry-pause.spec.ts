import { describe, expect, it } from '@jest/globals';
import { retryPause } from './retry-pause.js';

const pauses = [5_000, 300_000];

describe('the pause before the next attempt', () => {
  it('is the planned one, until there is none left', () => {
    expect([1, 2, 3].map((attempts) => retryPause(pauses, attempts, { random: 0.5 }))).toEqual([5_000, 300_000, undefined]);
  });

  it('is spread by a tenth to either side', () => {
    expect([0, 0.999_999].map((random) => retryPause(pauses, 2, { random }))).toEqual([270_000, 330_000]);
  });

  it('is longer when the server asks for it, up to a day, and never shorter', () => {
    expect(retryPause(pauses, 1, { random: 0.5, retryAfterMs: 7 * 86_400_000 })).toBe(86_400_000);
    expect(retryPause(pauses, 2, { random: 0.5, retryAfterMs: 1_000 })).toBe(300_000);
    expect(retryPause(pauses, 3, { random: 0.5, retryAfterMs: 1_000 })).toBeUndefined();
  });
});
