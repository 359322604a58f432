import { token_set_ratio, token_sort_ratio } from 'fuzzball';

/** Names are normalized before: nothing is left to be processed. */
const AS_IT_IS = { full_process: false } as const;

/** How much of a likeness counts that holds only because one name has words which the other leaves out. */
const LEFT_OUT_WORDS = 0.95;

/**
 * How alike two names are, by the number of letters to be changed: 1 for names with the same words in any order, 0 for
 * names with nothing in common. A name that only leaves out words of the other (a middle name) is almost the same, when it
 * still has two: a single common word says nothing.
 *
 * @param one as `normalizedName` gives it; so is the other. The same either way round.
 */
export function nameSimilarity(one: string, other: string): number {
  if (one === '' || other === '') return 0;
  // Which comes first makes no difference to what it means, so it shall make none to how it is rounded.
  const [a, b] = one <= other ? [one, other] : [other, one];
  const whole = token_sort_ratio(a, b, AS_IT_IS) / 100;
  if (whole === 1 || !a.includes(' ') || !b.includes(' ')) return whole;
  return Math.max(whole, (token_set_ratio(a, b, AS_IT_IS) / 100) * LEFT_OUT_WORDS);
}
