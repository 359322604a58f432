import { describe, expect, it } from '@jest/globals';
import type { JsonObject } from '#event-sourcing';
import { CollectionFields } from '../collection-fields.js';
import { fromMongo, type MongoDocument, toMongo } from './stored-document.js';

const FIELDS = new CollectionFields('things_v1_1', { indexes: [['org', 'owner.key'], ['org', 'search_words']], counts: [] });
const stored = (body: JsonObject): MongoDocument => toMongo({ id: 'a', replaces: undefined, position: '01', body }, FIELDS);

describe('a document in MongoDB', () => {
  it('has its body as it is', () => {
    const body = { id: 1, org: 'acme', deep: [{ a: null }], other: { 'with space': 'Zoë' } };
    expect(stored(body)).toEqual({ _id: 'a', position: '01', body });
    expect(fromMongo(stored(body))).toEqual({ id: 'a', position: '01', body });
  });

  it('has none when it was removed', () => {
    expect(toMongo({ id: 'a', replaces: '01', position: '02', body: undefined }, FIELDS)).toEqual({ _id: 'a', position: '02' });
    expect(fromMongo({ _id: 'a', position: '02' })).toEqual({ id: 'a', position: '02', body: undefined });
  });

  it.each<[string, JsonObject]>([
    ['an operator', { $where: 1 }],
    ['a path', { 'a.b': 1 }],
    ['a NUL in a name', { 'a\0b': 1 }],
    ['a reference', { more: [{ $ref: 'x', $id: 1 }] }],
    ['a type of BSON', { more: { _bsontype: 'ObjectId' } }],
    ['a prototype', JSON.parse('{"more": {"__proto__": 1}}') as JsonObject],
    ['half a character', { more: '\ud800' }],
    ['half a character in a name', { '\ud800': 1 }],
    ['more levels than MongoDB takes', JSON.parse(`{"a":${'['.repeat(100)}${']'.repeat(100)}}`) as JsonObject],
  ])('is JSON beside what is indexed when it holds %s', (_, odd) => {
    const body = { id: 1, org: 'acme', owner: { key: 'k', name: 'n' }, search_words: ['w'], none: null, ...odd };
    expect(stored(body)).toEqual({
      _id: 'a',
      position: '01',
      body: { id: 1, org: 'acme', owner: { key: 'k' }, search_words: ['w'] },
      json: JSON.stringify(body),
    });
    expect(JSON.stringify(fromMongo(stored(body)).body)).toBe(JSON.stringify(body));
  });

  it('is refused when an indexed field holds a list, or is inside of one', () => {
    expect(() => stored({ org: ['acme'] })).toThrow('org is indexed');
    expect(() => stored({ owner: [{ key: 1 }] })).toThrow('owner.key is indexed');
  });
});
