import { beforeEach, expect, it } from '@jest/globals';
import { acme, thing, type Things } from './read-store-fixtures.js';

/** Words that documents are searched by. */
export function wordsContract(things: () => Things): void {
  beforeEach(async () => {
    await things().insert(
      thing(1, { search_words: ['anna', 'van', 'dam'] }),
      thing(2, { search_words: ['annabel', 'dampf'] }),
      thing(3, { search_words: ['bert', '100%'] }),
      thing(4, { search_words: [] }),
      thing(5),
      { ...thing(6, { search_words: ['anna'] }), org: 'other' },
    );
  });

  it.each<[readonly string[], readonly number[]]>([
    [['anna'], [1, 2]],
    [['annab'], [2]],
    [['nna'], []],
    [['dam', 'an'], [1, 2]],
    [['van', 'an'], [1]],
    [['bert', 'anna'], []],
    [['100%'], [3]],
    [['%'], []],
    [['_'], []],
    [['\u{10ffff}'], []],
    [[], [1, 2, 3, 4, 5]],
  ])('%j', async (words, expected) => {
    expect(await things().found([acme, { words }])).toEqual(expected);
  });

  it('follow a document that changes or goes', async () => {
    await things().collection.write([{ id: 'acme.1', replaces: '01', position: '02', body: thing(1, { search_words: ['carla', 'van', 'van'] }) }]);
    await things().collection.write([{ id: 'acme.2', replaces: '01', position: '02', body: undefined }]);
    expect(await things().found([acme, { words: ['anna'] }])).toEqual([]);
    expect(await things().found([acme, { words: ['van', 'carl'] }])).toEqual([1]);
    expect(await things().found([{ field: 'org', eq: 'other' }, { words: ['anna'] }])).toEqual([6]);
  });

  it('hold together with other conditions', async () => {
    expect(await things().found([acme, { words: ['anna'] }, { field: 'id', gt: 1 }])).toEqual([2]);
  });
}
