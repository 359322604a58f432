import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { ignoredFields, noteSchema } from './ignored-fields.js';

const schema = z
  .object({
    name: z.string().nullish(),
    customer: z.object({ type: z.union([z.enum(['A']), z.literal('')]).nullish(), details: z.record(z.string(), z.json()).nullish() }).nullish(),
    checks: z.array(z.object({ kind: z.string().transform((text) => text.trim()) })).optional(),
    metadata: z.json().optional(),
    either: z.union([z.string(), z.object({ a: z.string() }), z.object({ b: z.string() })]).optional(),
    byName: z.record(z.string(), z.object({ x: z.number() })).optional(),
    open: z.looseObject({}).optional(),
  })
  .superRefine(() => undefined)
  .nullish();

const ignored = (body: unknown): string | undefined => {
  noteSchema(body, schema);
  return ignoredFields(body);
};

describe('the fields of a body that mean nothing', () => {
  test.each([
    {},
    [],
    { name: 'a', customer: null, checks: [{ kind: 'x' }], metadata: { any: [{ thing: 1 }] } },
    { customer: { type: '', details: { any: { thing: 1 } } }, either: { a: 'x', b: 'y' }, byName: { any: { x: 1 } }, open: { any: 1 } },
    { customer: 'of another type', checks: 5, name: { first: 'a' } },
  ])('are none: %j', (body) => {
    expect(ignored(body)).toBeUndefined();
  });

  test.each([
    [{ note: 1 }, 'note'],
    [{ note: { deep: 1 }, name: 'a', more: 2 }, 'note, more'],
    [{ customer: { type: 'A', age: 5, details: { age: 5 } } }, 'customer.age'],
    [{ checks: [{ kind: 'x' }, { kind: 'y', provider: 1 }] }, 'checks.1.provider'],
    [{ either: { c: 1 }, byName: { any: { x: 1, y: 2 } } }, 'either.c, byName.any.y'],
    [{ 'two words': 1, 'a.b': 1, 'ü\r\n': 1, 'a,b': 1, '': 1 }, 'two%20words, a%2Eb, %C3%BC%0D%0A, a%2Cb, '],
  ])('of %j are %s', (body, expected) => {
    expect(ignored(body)).toBe(expected);
  });

  test('are told at no greater length than a header may have', () => {
    const told = ignored(Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`field${index}`, index])))!;
    expect(told.length).toBeLessThanOrEqual(1_000);
    expect(told).toMatch(/^field0, field1, .*, field\d+$/);
  });

  test('are not known of a body that was not checked', () => {
    expect(ignoredFields({ note: 1 })).toBeUndefined();
    expect(ignoredFields(undefined)).toBeUndefined();
  });
});
