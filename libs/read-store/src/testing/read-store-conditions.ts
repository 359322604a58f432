import { beforeEach, expect, it } from '@jest/globals';
import { type Condition, type Query, UnindexedQueryError } from '../query.js';
import { acme, byId, thing, type Things } from './read-store-fixtures.js';

/** Conditions on fields that an index holds. */
export function conditionsContract(things: () => Things): void {
  beforeEach(async () => {
    await things().insert(
      thing(1, { name: 'anna', score: 0.1, owner: { key: 'k1' } }),
      thing(2, { name: 'bert', score: 1, owner: { key: 'k2' }, archived: true }),
      thing(3, { name: 'Zoë', score: 10, owner: { key: null } }),
      thing(4, { name: null, owner: null }),
      thing(5, {}),
      { ...thing(6, { name: 'anna', score: 0.1 }), org: 'other' },
    );
  });

  it.each<[string, Condition, readonly number[]]>([
    ['eq a string', { field: 'name', eq: 'anna' }, [1]],
    ['eq a string that nobody has', { field: 'name', eq: 'ann' }, []],
    ['eq a number', { field: 'score', eq: 0.1 }, [1]],
    ['eq true', { field: 'archived', eq: true }, [2]],
    ['eq false', { field: 'archived', eq: false }, [1, 3, 4, 5]],
    ['eq null, as missing', { field: 'name', eq: null }, [4, 5]],
    ['eq in a nested object', { field: 'owner.key', eq: 'k2' }, [2]],
    ['eq null in a nested object', { field: 'owner.key', eq: null }, [3, 4, 5]],
    ['exists', { field: 'name', exists: true }, [1, 2, 3]],
    ['does not exist', { field: 'name', exists: false }, [4, 5]],
    ['in strings', { field: 'name', in: ['anna', 'Zoë', 'nobody'] }, [1, 3]],
    ['in numbers', { field: 'score', in: [1, 10] }, [2, 3]],
    ['in booleans', { field: 'archived', in: [true] }, [2]],
    ['in nothing', { field: 'name', in: [] }, []],
    ['in strings and null, as missing', { field: 'name', in: ['anna', null] }, [1, 4, 5]],
    ['in null alone', { field: 'name', in: [null] }, [4, 5]],
    ['gte a number', { field: 'score', gte: 1 }, [2, 3]],
    ['gt a number', { field: 'score', gt: 1 }, [3]],
    ['lt a number', { field: 'score', lt: 1 }, [1]],
    ['lte a number', { field: 'score', lte: 1 }, [1, 2]],
    ['between numbers', { field: 'score', gt: 0.1, lt: 10 }, [2]],
    ['gte a string, by bytes', { field: 'name', gte: 'anna' }, [1, 2]],
    ['lt a string, by bytes', { field: 'name', lt: 'a' }, [3]],
    ['a range of the id', { field: 'id', gt: 3 }, [4, 5]],
  ])('%s', async (_, condition, expected) => {
    expect(await things().found([acme, condition])).toEqual(expected);
  });

  it('hold together', async () => {
    expect(await things().found([acme, { field: 'archived', eq: false }, { field: 'score', gte: 0 }, { field: 'name', exists: true }])).toEqual([1, 3]);
  });

  it('follow a document that changes', async () => {
    await things().collection.write([{ id: 'acme.1', replaces: '01', position: '02', body: thing(1, { name: 'carl' }) }]);
    expect(await things().found([acme, { field: 'name', eq: 'anna' }])).toEqual([]);
    expect(await things().found([acme, { field: 'name', eq: 'carl' }])).toEqual([1]);
    expect(await things().found([acme, { field: 'score', eq: null }])).toEqual([1, 4, 5]);
  });

  it('are refused on fields that no index holds', async () => {
    const query = (filter: Query['filter'], sort: Query['sort'] = byId): Promise<unknown> => things().store.find('things', { filter, sort, limit: 1 });
    await expect(query([acme, { field: 'color', eq: 'red' }])).rejects.toThrow(UnindexedQueryError);
    await expect(query([acme], { field: 'color', direction: 'asc' })).rejects.toThrow(/color/);
    await expect(query([{ field: 'name', eq: 'anna' }])).rejects.toThrow(UnindexedQueryError);
    await expect(things().store.count('things', [{ field: 'name', eq: 'anna' }])).rejects.toThrow(UnindexedQueryError);
    await expect(query([{ words: ['a'] }])).rejects.toThrow(UnindexedQueryError);
    await expect(query([acme, { field: 'search_words', eq: 'a' }])).rejects.toThrow(UnindexedQueryError);
  });

  it('find documents whatever else is in them', async () => {
    const odd = { name: 'odd', owner: { key: 'k9', 'a.b': 1 }, $more: ['\ud800'], search_words: ['odd'] };
    await things().insert(thing(7, odd));
    expect(await things().found([acme, { field: 'owner.key', eq: 'k9' }])).toEqual([7]);
    expect(await things().found([acme, { words: ['od'] }, { field: 'score', eq: null }])).toEqual([7]);
    expect(await things().store.find('things', { filter: [acme, { field: 'name', eq: 'odd' }], sort: byId, limit: 1 })).toEqual([thing(7, odd)]);
  });

  it('never find what was removed', async () => {
    await things().collection.write([{ id: 'acme.1', replaces: '01', position: '02', body: undefined }]);
    await things().collection.write([{ id: 'acme.9', replaces: undefined, position: '02', body: undefined }]);
    expect(await things().found([{ field: 'org', exists: true }])).toEqual([2, 3, 4, 5, 6]);
    expect(await things().found([{ field: 'org', eq: null }])).toEqual([]);
    expect(await things().found([{ field: 'org', exists: false }, { field: 'name', eq: null }])).toEqual([]);
    expect(await things().found([], { sort: { field: 'org', direction: 'asc' } })).toEqual([2, 3, 4, 5, 6]);
  });
}
