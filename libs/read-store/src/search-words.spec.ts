import { describe, expect, it } from '@jest/globals';
import { searchWords } from './search-words.js';

describe('searchWords', () => {
  it.each([
    [['Zoë van der Møller'], ['der', 'møller', 'van', 'zoe']],
    [['ACME (Holding) B.V.', 'A-17'], ['17', 'a', 'acme', 'b', 'holding', 'v']],
    [[null, undefined, ''], []],
    [['ﬁnance ＡＢＣ'], ['abc', 'finance']],
    [['張三 Иван'], ['иван', '張三']],
  ])('%j → %j', (texts, words) => {
    expect(searchWords(...texts)).toEqual(words);
  });
});
