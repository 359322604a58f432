import { RequestError } from '#http';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { LoginThrottle } from './login-throttle.js';

let now: number;
let throttle: LoginThrottle;
beforeEach(() => {
  now = Date.UTC(2026, 0, 2);
  throttle = new LoginThrottle({ now: () => now });
});

/** Seconds to wait; 0 for an attempt that is looked at. */
function attempt(account = 'ada'): number {
  try {
    throttle.begin(account);
    return 0;
  } catch (error) {
    if (error instanceof RequestError && error.status === 429) return Number(error.headers['Retry-After']);
    throw error;
  }
}

describe('guessing passwords', () => {
  test('has five tries, however fast, and then longer and longer pauses', () => {
    expect(Array.from({ length: 7 }, () => attempt())).toEqual([0, 0, 0, 0, 0, 1, 1]);
    for (const pause of [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]) {
      expect(attempt()).toBe(pause);
      now += pause * 1000 - 1;
      expect(attempt()).toBe(1);
      now += 1;
      expect(attempt()).toBe(0);
    }
  });

  test('is not counted while nobody tries', () => {
    for (let tries = 0; tries < 5; tries++) attempt();
    for (let looks = 0; looks < 5; looks++) expect(() => { throttle.admit('ada'); }).toThrow(RequestError);
    now += 1_000;
    for (let looks = 0; looks < 5; looks++) throttle.admit('ada');
    expect([attempt(), attempt()]).toEqual([0, 2]);
  });

  test('of one account does not hold up another', () => {
    for (let tries = 0; tries < 9; tries++) attempt();
    expect([attempt(), attempt('bob')]).toEqual([1, 0]);
  });

  test('is forgiven whoever knows the password, and forgotten after a day', () => {
    for (let tries = 0; tries < 4; tries++) attempt();
    throttle.succeeded('ada');
    for (let tries = 0; tries < 5; tries++) expect(attempt()).toBe(0);
    now += 24 * 60 * 60_000;
    for (let tries = 0; tries < 5; tries++) expect(attempt()).toBe(0);
  });

  test('does not fill the memory with accounts that there are not', () => {
    for (let tries = 0; tries < 6; tries++) attempt('first');
    for (let name = 0; name < 10_000; name++) attempt(`somebody ${name}`);
    expect(attempt('first')).toBe(0);
  });
});
