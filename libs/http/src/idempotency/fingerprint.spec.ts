import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fingerprint, type RequestContent } from './fingerprint.js';

const key = Buffer.alloc(32, 1);
const request: RequestContent = { method: 'POST', url: '/api/cases/', version: '3', body: { a: 1, b: { c: [1, 2], d: null } } };
const of = (changes: Partial<RequestContent>): string => fingerprint({ ...request, ...changes }, key);

describe('the fingerprint of a request', () => {
  test.each<[string, Partial<RequestContent>]>([
    ['the order of names', { body: { b: { d: null, c: [1, 2] }, a: 1 } }],
    ['the slash at the end of the path', { url: '/api/cases' }],
  ])('does not depend on %s', (_, changes) => {
    expect(of(changes)).toBe(of({}));
  });

  test.each<[string, Partial<RequestContent>]>([
    ['method', { method: 'PATCH' }],
    ['path', { url: '/api/cases/1/' }],
    ['query', { url: '/api/cases/?a=1' }],
    ['version', { version: '2' }],
    ['values', { body: { a: 2, b: { c: [1, 2], d: null } } }],
    ['order of lists', { body: { a: 1, b: { c: [2, 1], d: null } } }],
    ['types', { body: { a: '1', b: { c: [1, 2], d: null } } }],
    ['body being there', { body: undefined }],
    ['body being null', { body: null }],
  ])('depends on the %s', (_, changes) => {
    expect(of(changes)).not.toBe(of({}));
  });

  test('says nothing to those who do not have the key', () => {
    expect(fingerprint(request, Buffer.alloc(32, 2))).not.toBe(of({}));
    expect(of({})).toMatch(/^[0-9a-f]{64}$/);
  });

  test('is the same for the same JSON, whatever it is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (body) => {
        expect(of({ body: JSON.parse(JSON.stringify(body)) })).toBe(of({ body }));
      }),
    );
  });
});
