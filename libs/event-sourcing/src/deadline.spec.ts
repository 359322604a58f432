import { describe, expect, it } from '@jest/globals';
import { withDeadline } from './deadline.js';
import { ManualTime } from './testing/index.js';

const late = (): Error => new Error('too late');

describe('a promise with a deadline', () => {
  it('gives what it gives in time', async () => {
    const time = new ManualTime();
    await expect(withDeadline(Promise.resolve('in time'), 1_000, late, time)).resolves.toBe('in time');
    await expect(withDeadline(Promise.reject(new Error('broken')), 1_000, late, time)).rejects.toThrow('broken');
  });

  it('fails when it takes longer, and drops what comes then', async () => {
    const time = new ManualTime();
    const slow = Promise.withResolvers<string>();
    const waiting = withDeadline(slow.promise, 1_000, late, time);
    time.advance(999);
    expect(time.waiting).toBe(1);
    time.advance(1);
    await expect(waiting).rejects.toThrow('too late');
    slow.reject(new Error('nobody hears this'));
  });
});
