/** What dates of birth say about whether two people are one. */
export type BirthDateVerdict = 'same' | 'same_year' | 'different' | 'unknown';

/** A date of birth as far as it is known: a year, a month or a day, in the way of ISO 8601. */
export const BIRTH_DATE = /^\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?$/;

/** `1965-03` and `1965-03-17` may be one date, `1965-03` and `1965-04` may not. */
const mayBeOne = (one: string, other: string): boolean => one.startsWith(other) || other.startsWith(one);

/**
 * Compares all the dates that are known of either: `same` for two days that are equal, `same_year` for dates that agree as
 * far as both are known, `different` where no two agree, `unknown` where one has none.
 */
export function compareBirthDates(ours: readonly string[], theirs: readonly string[]): BirthDateVerdict {
  if (ours.length === 0 || theirs.length === 0) return 'unknown';
  const pairs = ours.flatMap((one) => theirs.filter((other) => mayBeOne(one, other)).map((other) => [one, other] as const));
  if (pairs.length === 0) return 'different';
  return pairs.some(([one, other]) => one === other && one.length === 'YYYY-MM-DD'.length) ? 'same' : 'same_year';
}
