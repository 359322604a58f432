import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { jsonFault } from './json-text.js';

const faultOf = (text: string) => jsonFault(text, JSON.parse(text));

const nested = (levels: number, [open, close] = ['{"a":', '}']): string => open.repeat(levels) + '1' + close.repeat(levels);

/** Any JSON that does not reach for JavaScript's prototypes, which is refused first. */
const harmless = (maxDepth: number) => fc.jsonValue({ maxDepth }).filter((value) => !/"(?:__proto__|constructor)":/.test(JSON.stringify(value)));

describe('a JSON text', () => {
  test.each(['{}', '"[[["', nested(32), nested(32, ['[', ']']), `["${'\\"['.repeat(200)}"]`, '[[],[],[]]', '{"a":{"a":1},"b":":\\":"}', '{"constructor":"Ferrari"}'])(
    'is fine: %.40s',
    (text) => {
      expect(faultOf(text)).toBeUndefined();
    },
  );

  test.each([
    [nested(33), ['a']],
    [nested(33, ['[', ']']), [0]],
    [nested(100_000), ['a']],
    [`["\\\\",${nested(32)}]`, [1]],
  ])('is nested too deeply: %.40s', (text, path) => {
    expect(faultOf(text)).toEqual({ path, code: 'too_deep', message: 'The body is nested too deeply: 32 levels at most.' });
  });

  test.each(['"\\ud83d\\ude00"', '"😀"', '"\\\\ud800"', '"\\u00e9"'])('is Unicode: %s', (text) => {
    expect(faultOf(text)).toBeUndefined();
  });

  test.each([
    ['"\\ud800"', []],
    ['{"\\uDFFF":1}', ['\ufffd']],
    ['{"a":["\\\\\\ud800"]}', ['a', 0]],
    ['["\\ud83d\\ude00\\ude00"]', [0]],
  ])('is not Unicode: %s', (text, path) => {
    expect(faultOf(text)).toMatchObject({ path, code: 'invalid_unicode', message: expect.stringContaining('not valid Unicode') as unknown });
  });

  test.each([
    ['{"a":1e999}', ['a']],
    ['{"a":{"b":[1,-1e999]}}', ['a', 'b', 1]],
  ])('has a number that is none: %s', (text, path) => {
    expect(faultOf(text)).toMatchObject({ path, code: 'invalid_number' });
  });

  test.each([
    ['{"a":1,"a":2}', ['a']],
    ['{"a":1,"\\u0061":2}', ['a']],
    ['{"x":[{},{"b":{"c":"}","c" \n: 1}}]}', ['x', 1, 'b', 'c']],
    ['{"__proto__":1,"__proto__":2}', ['__proto__']],
  ])('has a name twice: %s', (text, path) => {
    expect(faultOf(text)).toMatchObject({ path });
  });

  test.each([
    ['{"__proto__":1}', ['__proto__']],
    ['{"a":{"\\u005f_proto__":{}}}', ['a', '__proto__']],
    ['{"a":{"constructor":{"prototype":{}}}}', ['a', 'constructor']],
  ])('reaches for prototypes: %s', (text, path) => {
    expect(faultOf(text)).toMatchObject({ path, code: 'forbidden_name' });
  });

  test('has too many values, or a name that is too long', () => {
    expect(faultOf(JSON.stringify({ a: Array.from({ length: 99_999 }, () => 0) }))).toBeUndefined();
    expect(faultOf(JSON.stringify({ a: Array.from({ length: 100_000 }, () => 0) }))).toMatchObject({ path: ['a'], code: 'too_many_values' });
    expect(faultOf(JSON.stringify({ ['x'.repeat(1_001)]: 1 }))).toMatchObject({ code: 'name_too_long' });
  });

  test('is fine whatever it says, as long as a program wrote it', () => {
    fc.assert(fc.property(harmless(10), (value) => faultOf(JSON.stringify(value)) === undefined && faultOf(JSON.stringify(value, null, 2)) === undefined));
  });

  test('is refused with one of its names repeated, wherever that is', () => {
    const object = fc.dictionary(fc.string().filter((name) => name !== '__proto__'), harmless(2), { minKeys: 1 });
    fc.assert(
      fc.property(object, fc.nat(), (members, which) => {
        const names = Object.keys(members);
        const name = names[which % names.length]!;
        const text = `[0,{${[...Object.entries(members), [name, 0]].map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(',')}}]`;
        expect(faultOf(text)?.path.slice(0, 2)).toEqual([1, name]);
      }),
    );
  });
});
