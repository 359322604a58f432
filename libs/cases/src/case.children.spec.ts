import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { withoutChild } from './case.children.js';
import { type Shareholder, shareholdersFrom, shareholdersInput } from './shareholder.js';

const people = (...named: readonly (readonly [name: string, key?: string | undefined])[]): Shareholder[] =>
  shareholdersFrom(shareholdersInput.parse(named.map(([full_name, external_id]) => ({ full_name, external_id })))) ?? [];
const children = (shareholders: readonly Shareholder[]) => shareholders.map((shareholder) => ({ shareholder }));

describe('shareholders who have no case yet', () => {
  it.each<[string, Shareholder[], Shareholder[], number[]]>([
    ['are all of them at first', people(['Ada'], ['Grace']), [], [0, 1]],
    ['are those who were not named before', people(['Ada'], ['Grace']), people(['Grace']), [0]],
    ['are none of the same key, whatever the name', people(['Ada King', 'a']), people(['Ada Lovelace', 'a']), []],
    ['are those of another key, whatever the name', people(['Ada', 'b']), people(['Ada', 'a']), [0]],
    ['are none of the same name where one has no key', people(['Ada', 'a'], ['Grace']), people(['Ada'], ['Grace', 'g']), []],
    ['are none of the same name in other letters', people(['  ŻOFIA  o\u0308zil ']), people(['żofia özil']), []],
    ['are as many of one name as were not there before', people(['John'], ['John'], ['John']), people(['John'], ['John']), [2]],
    ['are found by their keys before their names', people(['John'], ['John', 'j']), people(['John', 'j']), [0]],
  ])('%s', (_, named, before, places) => {
    expect(withoutChild(named, children(before))).toEqual(places);
  });

  it('are none when the same list is told again, in any order', () => {
    const list = fc.uniqueArray(fc.tuple(fc.constantFrom('Ada', 'Grace', 'Mary'), fc.option(fc.constantFrom('a', 'b', 'c'), { nil: undefined })), {
      maxLength: 8,
      selector: ([, key]) => key ?? Symbol(),
    });
    const inAnyOrder = list.chain((named) => fc.tuple(fc.constant(named), fc.shuffledSubarray(named, { minLength: named.length })));
    fc.assert(
      fc.property(inAnyOrder, ([first, again]) => {
        expect(withoutChild(people(...again), children(people(...first)))).toEqual([]);
      }),
    );
  });
});

describe('the shareholders of a decision', () => {
  const accepts = (...shareholders: unknown[]): boolean => shareholdersInput.safeParse(shareholders).success;

  it('have a name, and what else is known', () => {
    expect(accepts({ full_name: 'Ada', external_id: 'a', customer_type: 'INDIVIDUAL', input_details: { born: 1815 }, ownership: 33.3 })).toBe(true);
    expect(accepts({ full_name: 'Ada' }, { full_name: 'Ada' })).toBe(true);
  });

  it.each<[string, unknown[]]>([
    ['no name', [{ external_id: 'a' }]],
    ['another type of customer', [{ full_name: 'Ada', customer_type: 'DOG' }]],
    ['more than the whole company', [{ full_name: 'Ada', ownership: 101 }]],
    ['one key for two', [{ full_name: 'Ada', external_id: 'a' }, { full_name: 'Grace', external_id: 'a' }]],
  ])('cannot have %s', (_, shareholders) => {
    expect(accepts(...shareholders)).toBe(false);
  });

  it('are a hundred at most', () => {
    expect(accepts(...Array.from({ length: 100 }, () => ({ full_name: 'Ada' })))).toBe(true);
    expect(accepts(...Array.from({ length: 101 }, () => ({ full_name: 'Ada' })))).toBe(false);
  });
});
