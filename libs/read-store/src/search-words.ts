/**
 * The words that a text is found by: in lower case, without accents, cut at everything that is neither letter nor
 * digit, each once and in order. Documents keep them in `search_words`, and what a user types goes the same way before
 * it is compared. Changing this changes stored data.
 */
export function searchWords(...texts: readonly (string | null | undefined)[]): readonly string[] {
  const plain = texts.join(' ').normalize('NFKD').replace(/\p{Mark}+/gu, '').toLowerCase();
  return [...new Set(plain.match(/[\p{Letter}\p{Number}]+/gu))].sort();
}
