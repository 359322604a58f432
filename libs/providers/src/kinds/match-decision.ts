import type { DecideCheckInput } from '#cases';

/** What a list or a screening service has found of a customer. */
export interface Finding {
  /** Where it was looked for: `list blacklist, version 3`. */
  readonly where: string;
  /** The lowest score of a match. */
  readonly threshold: number;
  /** The best match, and each other one, in words; none when there is no match. */
  readonly matches: readonly string[];
  /** The best score; null when nothing is alike. */
  readonly score: number | null;
}

/** The most that a check's reasoning lists. */
const SHOWN = 20;

/** What a finding means for the check: no match accepts it, a match is what the organization has said that it is. */
export function matchDecision({ where, threshold, matches, score }: Finding, onMatch: 'PENDING' | 'REJECTED'): DecideCheckInput {
  const found = matches.length > 0;
  return {
    outcome: found ? onMatch : 'ACCEPTED',
    risk_score: score,
    title: found ? `${matches.length} ${matches.length === 1 ? 'match' : 'matches'}` : 'No match',
    reasoning: [
      `Looked for in ${where}; a match has a score of ${threshold} or more.`,
      ...matches.slice(0, SHOWN).map((match) => match.slice(0, 2_000)),
      ...(matches.length > SHOWN ? [`And ${matches.length - SHOWN} more.`] : []),
    ],
  };
}
