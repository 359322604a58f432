import { token_set_ratio, token_sort_ratio } from 'fuzzball';
import { lettersInCommon, type SpelledName, wordsInCommon } from './spelled-name.js';

/** Names are normalized before, their words sorted: nothing is left to be processed. */
const AS_IT_IS = { full_process: false, proc_sorted: true } as const;

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
  if (whole === 1 || !hasWords(a) || !hasWords(b)) return whole;
  return Math.max(whole, (token_set_ratio(a, b, AS_IT_IS) / 100) * LEFT_OUT_WORDS);
}

/**
 * What `nameSimilarity` of two names can be at most, for a hundredth of its cost: by how many letters they have in common in
 * whatever order, and how long the words are that they share. Most of a list is left out by this alone.
 */
export function similarityAtMost(one: SpelledName, other: SpelledName): number {
  if (one.text === '' || other.text === '') return 0;
  const common = lettersInCommon(one.letters, other.letters);
  const whole = ratio(common, one.text.length + other.text.length);
  if (!hasWords(one.text) || !hasWords(other.text)) return whole;

  // As token_set_ratio compares: the shared words with either name, and the names with each other, each word once.
  const shorter = Math.min(one.lengthOfWords, other.lengthOfWords);
  const shared = wordsInCommon(one.words, other.words);
  const withShared = shared === 0 ? 0 : ratio(shared, shared + shorter);
  const ofWords = ratio(Math.min(common, shorter), one.lengthOfWords + other.lengthOfWords);
  return Math.max(whole, Math.max(withShared, ofWords) * LEFT_OUT_WORDS);
}

const hasWords = (text: string): boolean => text.includes(' ');

/** The likeness of two texts, rounded as fuzzball rounds it, of `length` together and a common sequence of `common`. */
const ratio = (common: number, length: number): number => Math.round(100 * ((2 * common) / length)) / 100;
