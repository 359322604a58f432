import { describe, expect, it } from '@jest/globals';
import type { Condition } from '../../query.js';
import { mongoAfter, mongoFilter, mongoSort } from './query-filter.js';

const ORG: Condition = { field: 'org', eq: 'acme' };
const org = { 'body.org': { $eq: 'acme' } };

describe('a filter in the language of MongoDB', () => {
  it.each<[string, Condition, readonly object[]]>([
    ['equality', { field: 'owner.key', eq: 'x' }, [{ 'body.owner.key': { $eq: 'x' } }]],
    ['null, which is also missing', { field: 'name', eq: null }, [{ 'body.name': { $eq: null } }]],
    ['existence', { field: 'name', exists: true }, [{ 'body.name': { $ne: null } }]],
    ['absence', { field: 'name', exists: false }, [{ 'body.name': { $eq: null } }]],
    ['a list', { field: 'score', in: [1, 2] }, [{ 'body.score': { $in: [1, 2] } }]],
    ['a range', { field: 'score', gt: 1, lte: 2 }, [{ 'body.score': { $gt: 1 } }, { 'body.score': { $lte: 2 } }]],
    [
      'words, each the beginning of an element of its own',
      { words: ['an', 'b.*'] },
      [
        { 'body.search_words': { $elemMatch: { $gte: 'an', $lt: 'an\u{10ffff}' } } },
        { 'body.search_words': { $elemMatch: { $gte: 'b.*', $lt: 'b.*\u{10ffff}' } } },
      ],
    ],
    ['no words', { words: [] }, []],
  ])('has %s', (_, condition, clauses) => {
    expect(mongoFilter([ORG, condition])).toEqual({ $and: [org, ...clauses] });
  });

  it('takes values for values, whatever they look like', () => {
    expect(mongoFilter([{ field: 'org', eq: { $ne: 1 } as unknown as string }])).toEqual({ $and: [{ 'body.org': { $eq: { $ne: 1 } } }] });
  });

  it.each<[string, readonly Condition[]]>([
    ['nothing', []],
    ['what a tombstone lacks as well', [{ field: 'a', eq: null }, { field: 'b', exists: false }]],
    ['no words', [{ words: [] }]],
    ['a range without ends', [{ field: 'a' }]],
  ])('that asks for %s leaves tombstones out', (_, filter) => {
    expect(mongoFilter(filter).$and).toContainEqual({ body: { $exists: true } });
  });

  it('has what comes after a place, with a bound on the field alone', () => {
    expect(mongoFilter([ORG], mongoAfter({ field: 'name', direction: 'desc' }, { value: 'x', id: 7 }))).toEqual({
      $and: [org, { 'body.name': { $lte: 'x' } }, { $or: [{ 'body.name': { $lt: 'x' } }, { 'body.id': { $lt: 7 } }] }],
    });
    expect(mongoAfter({ field: 'id', direction: 'asc' }, { value: 7, id: 7 })).toEqual([{ 'body.id': { $gt: 7 } }]);
  });

  it('orders by the field, then by id, in one direction', () => {
    expect(Object.entries(mongoSort({ field: 'owner.key', direction: 'desc' }))).toEqual([['body.owner.key', -1], ['body.id', -1]]);
    expect(Object.entries(mongoSort({ field: 'id', direction: 'asc' }))).toEqual([['body.id', 1]]);
  });
});
