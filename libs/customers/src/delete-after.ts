/** Milliseconds of a day: whatever the clocks of some country do, it has 24 hours. */
const DAY = 24 * 3_600_000;

/**
 * Milliseconds for which something that has just been made or changed is left alone, whatever its `delete_after`: it may be
 * about to be used by the request that made it. Longer than a request takes, by far.
 */
export const SETTLES = 15_000;

/**
 * When something may be kept no longer, in milliseconds since the Unix epoch.
 *
 * @param since ISO 8601.
 * @param days -1 for never, which is Infinity.
 */
export const dueAfter = (since: string, days: number): number => (days < 0 ? Infinity : Date.parse(since) + days * DAY);
