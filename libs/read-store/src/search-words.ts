import type { Condition } from './query.js';

/**
 * The words that a text is found by: in lower case, without accents, cut at everything that is neither letter nor
 * digit, each once. Documents keep them in `search_words`, and what a user types goes the same way before
 * it is compared. Changing this changes stored data.
 */
export function searchWords(...texts: readonly (string | null | undefined)[]): readonly string[] {
  const words = wordsOf(texts.join(' '));
  // There are but a few: this takes half the time of making a set.
  return words.filter((word, index) => words.indexOf(word) === index);
}

/**
 * What a document has to be, for somebody who searches for this text: nothing in particular where it is blank. A text without a word in
 * it is found nowhere.
 */
export function foundBy(typed: string | undefined): readonly Condition[] {
  const text = typed?.trim() ?? '';
  if (text === '') return [];
  const words = searchWords(text);
  return [{ words: words.length === 0 ? [text] : words }];
}

const ASCII = /^[\x00-\x7f]*$/;

function wordsOf(text: string): readonly string[] {
  // The same for both, and several times as fast for the many that have nothing but ASCII.
  if (ASCII.test(text)) return text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  const plain = text.normalize('NFKD').replace(/\p{Mark}+/gu, '').toLowerCase();
  return plain.match(/[\p{Letter}\p{Number}]+/gu) ?? [];
}
