/** The longest that a server's `Retry-After` is heeded: a day. */
const LONGEST_RETRY_AFTER = 24 * 60 * 60 * 1_000;

/** A number from 0 to below 1, and what the server that was asked has to say. */
export interface RetryCircumstances {
  readonly random: number;
  /** How long the server asks to be left alone, in milliseconds. */
  readonly retryAfterMs?: number | undefined;
}

/**
 * How long to wait before the next attempt. The pause differs from the planned one by up to a tenth, so that what failed
 * together does not come back together; a server may ask for a longer one, up to a day, but for no shorter one.
 *
 * @param pauses what is planned after the first attempt, after the second, and so on, in milliseconds.
 * @param attempts how many attempts have failed, from 1.
 * @returns milliseconds; undefined when it was tried often enough.
 */
export function retryPause(pauses: readonly number[], attempts: number, { random, retryAfterMs = 0 }: RetryCircumstances): number | undefined {
  const pause = pauses[attempts - 1];
  if (pause === undefined) return undefined;
  return Math.round(Math.max(pause * (0.9 + 0.2 * random), Math.min(retryAfterMs, LONGEST_RETRY_AFTER)));
}
