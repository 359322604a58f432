const FIRST = 100;
/** However long an outage was, everything goes on so soon after it. */
const LONGEST = 5_000;

/**
 * How long to wait before the next try: doubling from 0.1 s up to 5 s, of which a random half is left out so that
 * those who failed together do not come back together.
 *
 * @param attempts how often it failed in a row, from 1.
 * @param random a number from 0 to below 1.
 * @returns milliseconds.
 */
export function backoff(attempts: number, random: number): number {
  const full = Math.min(LONGEST, FIRST * 2 ** (attempts - 1));
  return full / 2 + (random * full) / 2;
}
