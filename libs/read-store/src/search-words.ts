/**
 * The words that a text is found by: in lower case, without accents, cut at everything that is neither letter nor
 * digit, each once. Documents keep them in `search_words`, and what a user types goes the same way before
 * it is compared. Changing this changes stored data.
 */
export function searchWords(...texts: readonly (string | null | undefined)[]): readonly string[] {
  const text = texts.join(' ');
  // The same for both, and several times as fast for the many that have nothing but ASCII.
  const words = ASCII.test(text)
    ? text.toLowerCase().match(/[a-z0-9]+/g)
    : text.normalize('NFKD').replace(/\p{Mark}+/gu, '').toLowerCase().match(/[\p{Letter}\p{Number}]+/gu);
  return [...new Set(words)];
}

const ASCII = /^[\x00-\x7f]*$/;
