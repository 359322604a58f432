import { describe, expect, it, test } from '@jest/globals';
import { decideIfMatch, entityTag, expectedRevisions, isKnown } from './conditional.js';

test('the entity tag of a revision is the revision in quotes', () => {
  expect(entityTag(0)).toBe('"0"');
});

describe('If-Match', () => {
  it.each<[string | undefined, readonly number[] | undefined]>([
    [undefined, undefined],
    ['*', undefined],
    [' * ', undefined],
    ['"7"', [7]],
    ['"7", "8"', [7, 8]],
    ['"7","0"', [7, 0]],
    ['W/"7"', []],
    ['W/"7", "8"', [8]],
    ['"07"', []],
    ['"7.0"', []],
    ['"abc"', []],
    ['""', []],
    ['7', []],
    ['', []],
  ])('%j names the revisions %j', (header, revisions) => {
    expect(expectedRevisions(header)).toEqual(revisions);
  });

  const decided = (expected: readonly number[] | undefined, state: { readonly revision: number } | undefined): string =>
    decideIfMatch(expected, (): string => 'decided')(state);

  it('lets a decision through on one of its revisions, and on any when it says nothing', () => {
    expect(decided([7, 8], { revision: 8 })).toBe('decided');
    expect(decided(undefined, { revision: 8 })).toBe('decided');
  });

  it('refuses one on another revision, or when none can match', () => {
    expect(() => decided([7], { revision: 8 })).toThrow(expect.objectContaining({ kind: 'stale' }));
    expect(() => decided([], { revision: 8 })).toThrow(expect.objectContaining({ kind: 'stale' }));
  });

  it('leaves it to the decision to say that a thing is not there', () => {
    expect(decided([7], undefined)).toBe('decided');
  });
});

describe('If-None-Match', () => {
  it.each<[string | undefined, boolean]>([
    [undefined, false],
    ['"7"', true],
    ['W/"7"', true],
    ['"6", "7"', true],
    ['*', true],
    ['"6"', false],
    ['7', false],
  ])('%j knows revision 7: %j', (header, known) => {
    expect(isKnown(header, 7)).toBe(known);
  });
});
