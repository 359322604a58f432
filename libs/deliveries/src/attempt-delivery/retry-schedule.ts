import { retryPause } from '#dispatch';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** The pauses that Standard Webhooks 1.0 recommends: after the first attempt, after the second, and so on. */
const PAUSES = [
  5 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR,
] as const;

/** After so many attempts a delivery is given up. */
export const MAX_ATTEMPTS = PAUSES.length + 1;

/** As `retryPause`, by the schedule of Standard Webhooks. */
export const pauseBeforeRetry = (attempts: number, random: number, retryAfterMs?: number): number | undefined =>
  retryPause(PAUSES, attempts, { random, retryAfterMs });
