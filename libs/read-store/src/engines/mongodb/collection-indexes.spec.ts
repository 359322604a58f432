import { expect, it } from '@jest/globals';
import { CollectionFields } from '../collection-fields.js';
import { queryIndexes, searchIndex } from './collection-indexes.js';

const keys = (indexes: readonly string[][], counts: readonly string[][] = []): readonly (readonly string[])[] =>
  queryIndexes(new CollectionFields('things_v1_1', { indexes, counts })).map(({ key }) => Object.keys(key));

it('has the declared fields in their order, and id at the end for what is alike in them', () => {
  expect(keys([['org', 'id'], ['status', 'owner.key']])).toEqual([['body.org', 'body.id'], ['body.status', 'body.owner.key', 'body.id']]);
});

it('has words as they are declared', () => {
  expect(keys([['org', 'search_words']])).toEqual([['body.org', 'body.search_words']]);
});

it('has an index for a count that no other begins with, and none for one that another begins with', () => {
  expect(keys([['org', 'archived', 'id'], ['org', 'search_words']], [['archived', 'org'], ['org']])).toEqual([
    ['body.org', 'body.archived', 'body.id'],
    ['body.org', 'body.search_words'],
  ]);
  expect(keys([['org', 'search_words']], [['org']])).toEqual([['body.org'], ['body.org', 'body.search_words']]);
});

it('makes each index once', () => {
  expect(keys([['org'], ['org', 'id']])).toEqual([['body.org', 'body.id']]);
});

it('searches a field in the order of the ids', () => {
  expect(searchIndex('owner.key')).toEqual({ name: 'search owner.key', key: { 'body.owner.key': 1, _id: 1 } });
});
