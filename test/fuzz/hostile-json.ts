import fc from 'fast-check';

/** Texts of JSON values that a body may have anywhere and mostly must not; written as text, because no program would make some of them. */
const HOSTILE = [
  'null', 'true', 'false', '0', '-0', '-1', '1.5', '0.1e-7', '9007199254740993', '12345678901234567890123', '1e308', '1e999', '-1e999',
  '2147483648', '4000000', '""', '" "', '"\\u0000"', '"\\ud800"', '"\\udfff\\ud800"', '"\\u202eadA"', '"\\ufeff"', '"é\\u0301"', '"👩‍👩‍👧‍👦"',
  '"../../etc/passwd"', '"${7*7}"', '"\' OR 1=1 --"', '"$where"', '"<script>alert(1)</script>"', '"http://[::1]:1/"', '"javascript:alert(1)"', '"http://user:pass@example.com/"',
  '[]', '{}', '[null]', '[[]]', '[{}]', '{"":""}', '{"a":1,"a":2}', '{"a":{"b":1,"\\u0062":2}}', '{"__proto__":{"polluted":true}}',
  '{"constructor":{"prototype":{"polluted":true}}}', '{"constructor":"Ferrari"}', '{"toString":1,"valueOf":null,"hasOwnProperty":[]}', '{"$gt":""}', '{"a.b":1,"a\\u0000b":2}',
  '{"length":4294967295}', '{"then":{}}', '{"toJSON":1}',
] as const;

const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);

/** The text of a value that is seldom what was wanted. */
export const hostileValue: fc.Arbitrary<string> = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...HOSTILE) },
  { weight: 3, arbitrary: fc.jsonValue({ maxDepth: 4 }).map((value) => JSON.stringify(value)) },
  { weight: 3, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }).map((text) => JSON.stringify(text)) },
  { weight: 2, arbitrary: fc.double().map((value) => JSON.stringify(value)) },
  { weight: 2, arbitrary: fc.constantFrom(256, 513, 10_001, 70_000).map((length) => JSON.stringify('x'.repeat(length))) },
  { weight: 1, arbitrary: fc.constantFrom(31, 32, 33, 500, 20_000).map(nested) },
  { weight: 1, arbitrary: fc.constantFrom(101, 3_000).map((length) => `[${Array.from({ length }, () => '1').join()}]`) },
  { weight: 1, arbitrary: fc.constantFrom(200, 2_000).map((length) => `{${Array.from({ length }, (_, index) => `"k${index}":{}`).join()}}`) },
);

/** What stands for the hostile value until it is put in: a text that no body has otherwise. */
const HOLE = '\u{e000}hole\u{e000}';

type Place = readonly (string | number)[];

/** A right body made wrong in one place, or in two: a value replaced, a field left out, a field that means nothing, a name twice. */
export const damaged = (body: unknown): fc.Arbitrary<string> =>
  fc
    .tuple(fc.nat(), fc.constantFrom('replace', 'replace', 'replace', 'remove', 'add', 'twice'), hostileValue, fc.string({ unit: 'binary', maxLength: 12 }))
    .map(([which, how, value, name]) => {
      const places = placesIn(body);
      const place = places[which % places.length] ?? [];
      if (how === 'twice') return JSON.stringify(body).replace('{', `{${JSON.stringify(name)}:1,${JSON.stringify(name)}:${value},`);
      const changed = how === 'add' ? changedAt(body, [name], 'replace') : changedAt(body, place, how);
      return JSON.stringify(changed ?? HOLE).replace(JSON.stringify(HOLE), () => value);
    });

/** Texts that are no JSON, or hardly. */
export const malformed = (body: unknown): fc.Arbitrary<string | Uint8Array> => {
  const text = JSON.stringify(body ?? {});
  return fc.oneof(
    fc.nat(text.length).map((length) => text.slice(0, length)),
    fc.constantFrom(`${text},`, `${text}${text}`, `\ufeff${text}`, text.replaceAll('"', "'"), text.replace('}', ',}'), text.replace(':', ':NaN,"x":'), '{"a":"\t"}', '{"a":01}', '//', 'undefined'),
    fc.string({ unit: 'binary', maxLength: 100 }),
    fc.uint8Array({ minLength: 1, maxLength: 60 }),
  );
};

/** The way to every value in a body, itself included. */
function placesIn(value: unknown, at: Place = []): readonly Place[] {
  if (typeof value !== 'object' || value === null) return [at];
  return [at, ...Object.entries(value).flatMap(([key, inner]) => placesIn(inner, [...at, Array.isArray(value) ? Number(key) : key]))];
}

/** A copy with the hole at the place, or without what is there. */
function changedAt(value: unknown, [key, ...rest]: Place, how: 'replace' | 'remove'): unknown {
  if (key === undefined) return HOLE;
  if (Array.isArray(value)) {
    if (how === 'remove' && rest.length === 0) return value.filter((_, index) => index !== key);
    return value.map((item: unknown, index) => (index === key ? changedAt(item, rest, how) : item));
  }
  const members = Object.entries(value ?? {}).filter(([name]) => name !== key);
  if (how === 'remove' && rest.length === 0) return Object.fromEntries(members);
  return Object.fromEntries([...members, [key, changedAt((value as Record<string | number, unknown>)[key], rest, how)]]);
}
