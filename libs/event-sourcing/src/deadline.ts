import { systemTimer, type Timer } from './timer.js';

/**
 * What a promise gives, unless it takes too long; what it gives later is dropped.
 *
 * @param milliseconds from now on.
 * @param late makes the error of a promise that took too long.
 */
export async function withDeadline<T>(promise: Promise<T>, milliseconds: number, late: () => Error, timer: Timer = systemTimer): Promise<T> {
  const settled = new AbortController();
  const deadline = timer.delay(milliseconds, settled.signal).then(() => {
    if (!settled.signal.aborted) throw late();
    return promise;
  });
  try {
    return await Promise.race([promise, deadline]);
  } finally {
    settled.abort();
  }
}
