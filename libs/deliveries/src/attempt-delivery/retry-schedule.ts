const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** The pauses that Standard Webhooks 1.0 recommends: after the first attempt, after the second, and so on. */
const PAUSES = [
  5 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR,
] as const;

/** The longest that a receiver's `Retry-After` is heeded. */
const LONGEST_RETRY_AFTER = 24 * HOUR;

/** After so many attempts a delivery is given up. */
export const MAX_ATTEMPTS = PAUSES.length + 1;

/**
 * How long to wait before the next attempt. The pause differs from the recommended one by up to a tenth, so that what
 * failed together does not come back together; a receiver may ask for a longer one, but for no shorter one.
 *
 * @param attempts how many attempts have failed, from 1.
 * @param random a number from 0 to below 1.
 * @param retryAfterMs what the receiver has asked for.
 * @returns milliseconds; undefined when it was tried often enough.
 */
export function pauseBeforeRetry(attempts: number, random: number, retryAfterMs = 0): number | undefined {
  const pause = PAUSES[attempts - 1];
  if (pause === undefined) return undefined;
  return Math.round(Math.max(pause * (0.9 + 0.2 * random), Math.min(retryAfterMs, LONGEST_RETRY_AFTER)));
}
