import { describe, expect, it } from '@jest/globals';
import { foundBy, searchWords } from './search-words.js';

describe('searchWords', () => {
  it.each([
    [['Zoë van der Møller'], ['zoe', 'van', 'der', 'møller']],
    [['ACME (Holding) B.V.', 'A-17'], ['acme', 'holding', 'b', 'v', 'a', '17']],
    [[null, undefined, ''], []],
    [['ﬁnance ＡＢＣ'], ['finance', 'abc']],
    [['張三 Иван'], ['張三', 'иван']],
  ])('%j → %j', (texts, words) => {
    expect(searchWords(...texts)).toEqual(words);
  });
});

describe('foundBy', () => {
  it.each([
    ['Zoë van', [{ words: ['zoe', 'van'] }]],
    [undefined, []],
    ['', []],
    ['  ', []],
    // No document has such a word.
    [' !! ', [{ words: ['!!'] }]],
  ])('%j → %j', (typed, conditions) => {
    expect(foundBy(typed)).toEqual(conditions);
  });
});
