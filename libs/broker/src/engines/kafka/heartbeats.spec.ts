import { describe, expect, it, jest } from '@jest/globals';
import { whileBeating } from './heartbeats.js';

const never = new AbortController().signal;
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('working while beating', () => {
  it('gives what the work gives, and beats no longer than that', async () => {
    jest.useFakeTimers();
    let beats = 0;
    const work = Promise.withResolvers<string>();
    const working = whileBeating(async () => {
      beats++;
    }, 1_000, never, () => work.promise);
    await jest.advanceTimersByTimeAsync(2_500);
    expect(beats).toBe(2);
    work.resolve('worked');
    expect(await working).toBe('worked');
    await jest.advanceTimersByTimeAsync(5_000);
    expect(beats).toBe(2);
    jest.useRealTimers();
  });

  it('stops the work when the group does not want it any more, and says so only when it has ended', async () => {
    const steps: string[] = [];
    const working = whileBeating(() => Promise.reject(new Error('rebalancing')), 1, never, async (signal) => {
      await new Promise((resolve) => {
        signal.addEventListener('abort', resolve);
      });
      steps.push('told');
      await turn();
      steps.push('ended');
    }).catch((error: unknown) => steps.push((error as Error).message));
    await working;
    expect(steps).toEqual(['told', 'ended', 'rebalancing']);
  });

  it('passes the signal on', async () => {
    await whileBeating(async () => undefined, 1_000, AbortSignal.abort(), async (signal) => {
      expect(signal.aborted).toBe(true);
    });
  });
});
