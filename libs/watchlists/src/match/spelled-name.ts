import { normalizedName } from './normalized-name.js';

/** A name as names are compared, with what a first look at two of them needs. */
export interface SpelledName {
  /** As `normalizedName` gives it. */
  readonly text: string;
  /** Each of its words once, in alphabetical order. */
  readonly words: readonly string[];
  /** How many characters it has with each word once. */
  readonly lengthOfWords: number;
  /** How often it has each letter, any digit, and a space. No name is so long that a count would not fit. */
  readonly letters: Uint16Array;
}

const DIGIT = 26;
const SPACE = 27;
const KINDS = 28;

/** Prepares a name for comparisons, which takes longer than most of them. */
export function spelledName(name: string): SpelledName {
  const text = normalizedName(name);
  const words = [...new Set(text === '' ? [] : text.split(' '))];
  return { text, words, lengthOfWords: words.join(' ').length, letters: countLetters(text) };
}

/** How many letters two names have in common, wherever they stand: there is no longer sequence that both contain. */
export function lettersInCommon(one: Uint16Array, other: Uint16Array): number {
  let common = 0;
  for (let kind = 0; kind < KINDS; kind++) common += Math.min(one[kind] ?? 0, other[kind] ?? 0);
  return common;
}

/** How many characters the words take that two names have in common, with a space between them. */
export function wordsInCommon(one: readonly string[], other: readonly string[]): number {
  let length = 0;
  for (let a = 0, b = 0; ; ) {
    const [ours, theirs] = [one[a], other[b]];
    if (ours === undefined || theirs === undefined) return Math.max(length - 1, 0);
    if (ours === theirs) length += ours.length + 1;
    if (ours <= theirs) a++;
    if (theirs <= ours) b++;
  }
}

function countLetters(text: string): Uint16Array {
  const counts = new Uint16Array(KINDS);
  for (let index = 0; index < text.length; index++) {
    const kind = kindOf(text.charCodeAt(index));
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}

/** @param code of a lower-case letter, a digit or a space: a normalized name has no others. */
function kindOf(code: number): number {
  if (code >= 0x61) return code - 0x61;
  return code === 0x20 ? SPACE : DIGIT;
}
