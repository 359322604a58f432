import type { DecideCheckInput } from '#cases';

/** What a list or a screening service has found of a customer. */
export interface Finding {
  /** Where it was looked for: `list blacklist, version 3`. */
  readonly where: string;
  /** The lowest score of a match. */
  readonly threshold: number;
  /** How many matches there are. */
  readonly found: number;
  /** The best of them, in words; at least one where there is any. */
  readonly matches: readonly string[];
  /** The best score; null when nothing is alike. */
  readonly score: number | null;
}

/** The most that a check's reasoning lists. */
const SHOWN = 20;

/** What a finding means for the check: no match accepts it, a match is what the organization has said that it is. */
export function matchDecision({ where, threshold, found, matches, score }: Finding, onMatch: 'PENDING' | 'REJECTED'): DecideCheckInput {
  const shown = matches.slice(0, SHOWN);
  return {
    outcome: found > 0 ? onMatch : 'ACCEPTED',
    risk_score: score,
    title: found === 0 ? 'No match' : `${found} ${found === 1 ? 'match' : 'matches'}`,
    reasoning: [
      `Looked for in ${where}; a match has a score of ${threshold} or more.`,
      ...shown.map((match) => match.slice(0, 2_000)),
      ...(found > shown.length ? [`And ${found - shown.length} more.`] : []),
    ],
  };
}
