import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { DomainError } from '#event-sourcing';
import { parseInput } from './invalid-input.js';

const errorsOf = (schema: z.ZodType, value: unknown): readonly (readonly [string, string, string])[] => {
  try {
    parseInput(schema, value);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return error.fields.map(({ path, code, message }) => [path.join('.'), code, message] as const);
  }
  return [];
};

const field = (schema: z.ZodType, value: unknown) => errorsOf(z.object({ field: schema }), { field: value });

describe('input that breaks a rule of its schema', () => {
  test.each<[string, z.ZodType, unknown, string, string]>([
    ['left out', z.string(), undefined, 'required', 'This field is required.'],
    ['left out of a choice', z.enum(['A']), undefined, 'required', 'This field is required.'],
    ['left out of alternatives', z.union([z.string(), z.int()]), undefined, 'required', 'This field is required.'],
    ['null', z.string(), null, 'null', 'This field may not be null.'],
    ['null among alternatives', z.union([z.string(), z.int()]), null, 'null', 'This field may not be null.'],
    ['no text', z.string(), 5, 'invalid', 'Not a valid string.'],
    ['no number', z.number(), 'x', 'invalid', 'A valid number is required.'],
    ['no integer but a text', z.int(), 'x', 'invalid', 'A valid integer is required.'],
    ['no integer but a fraction', z.int(), 1.5, 'invalid', 'A valid integer is required.'],
    ['no boolean', z.boolean(), 'x', 'invalid', 'Must be a valid boolean.'],
    ['no list', z.array(z.int()), {}, 'invalid', 'Expected a list of items.'],
    ['no object', z.object({}), [], 'invalid', 'Expected a JSON object.'],
    ['no object of any kind', z.record(z.string(), z.json()), 'x', 'invalid', 'Expected a JSON object.'],
    ['too long', z.string().max(3), 'abcd', 'max_length', 'Ensure this field has no more than 3 characters.'],
    ['too short', z.string().min(3), 'ab', 'min_length', 'Ensure this field has at least 3 characters.'],
    ['blank', z.string().min(1), '', 'blank', 'This field may not be blank.'],
    ['too many', z.array(z.int()).max(1), [1, 2], 'max_length', 'Ensure this field has no more than 1 elements.'],
    ['too few', z.array(z.int()).min(1), [], 'min_length', 'Ensure this field has at least 1 elements.'],
    ['too big', z.int().max(5), 6, 'max_value', 'Ensure this value is less than or equal to 5.'],
    ['too small', z.number().min(0), -0.5, 'min_value', 'Ensure this value is greater than or equal to 0.'],
    ['too big for an open end', z.number().lt(1), 1, 'max_value', 'Ensure this value is less than 1.'],
    ['no choice', z.enum(['A', 'B']), 'C', 'invalid_choice', '"C" is not a valid choice.'],
    ['no choice and no text', z.enum(['A', 'B']), 3, 'invalid_choice', '"3" is not a valid choice.'],
    ['a choice at length', z.enum(['A']), 'x'.repeat(500), 'invalid_choice', `"${'x'.repeat(100)}…" is not a valid choice.`],
    ['no choice of either', z.union([z.literal(''), z.enum(['A'])]), 'C', 'invalid_choice', '"C" is not a valid choice.'],
    ['no URL', z.url(), 'x', 'invalid', 'Enter a valid URL.'],
    ['no address', z.email(), 'x', 'invalid', 'Enter a valid email address.'],
    ['no UUID', z.uuid(), 'x', 'invalid', 'Must be a valid UUID.'],
    ['no time', z.iso.datetime(), 'x', 'invalid', 'Enter a valid date and time in ISO 8601 format, with a time zone.'],
  ])('%s', (_, schema, value, code, message) => {
    expect(field(schema, value)).toEqual([['field', code, message]]);
  });

  test('has the words and the code of the schema where it has its own', () => {
    const even = z.int().refine((value) => value % 2 === 0, { error: 'Must be even.', params: { code: 'odd' } });
    expect(field(even, 3)).toEqual([['field', 'odd', 'Must be even.']]);
    expect(field(z.string('Say it in words.'), 3)).toEqual([['field', 'invalid', 'Say it in words.']]);
  });

  test('of objects of two kinds is held against the one whose fields it has', () => {
    const schema = z.union([z.strictObject({ name: z.string(), size: z.int() }), z.strictObject({ name: z.string(), left: z.string(), right: z.string() })]);
    expect(errorsOf(schema, { name: 'x' })).toEqual([['size', 'required', 'This field is required.']]);
    const sized = z.union([z.strictObject({ size: z.enum(['S', 'L']) }), z.strictObject({ left: z.string() })]);
    expect(errorsOf(sized, { size: 'M' })).toEqual([['size', 'invalid_choice', '"M" is not a valid choice.']]);
    expect(errorsOf(schema, { name: 'x', left: 'y' })).toEqual([['right', 'required', 'This field is required.']]);
    expect(errorsOf(schema, { name: 'x', size: 1, colour: 'red' })).toEqual([['colour', 'unknown_field', 'This field is not known here.']]);
  });

  test('says where it stands', () => {
    const schema = z.object({ checks: z.array(z.object({ type: z.enum(['A']) })) });
    expect(errorsOf(schema, { checks: [{ type: 'A' }, {}, { type: 'B' }] })).toEqual([
      ['checks.1.type', 'required', 'This field is required.'],
      ['checks.2.type', 'invalid_choice', '"B" is not a valid choice.'],
    ]);
  });

  test('names each field that is not known where others are refused', () => {
    expect(errorsOf(z.strictObject({ a: z.int() }), { a: 1, b: 2, c: 3 })).toEqual([
      ['b', 'unknown_field', 'This field is not known here.'],
      ['c', 'unknown_field', 'This field is not known here.'],
    ]);
  });

  test('is compared with the alternative of its own kind', () => {
    const schema = z.object({ value: z.union([z.int().max(5), z.object({ name: z.string() })]) });
    expect(errorsOf(schema, { value: 6 })).toEqual([['value', 'max_value', 'Ensure this value is less than or equal to 5.']]);
    expect(errorsOf(schema, { value: {} })).toEqual([['value.name', 'required', 'This field is required.']]);
  });

  test.each([[[]], ['text'], [null], [5]])('is not an object at all: %j', (value) => {
    expect(errorsOf(z.object({}), value)).toEqual([['', 'invalid', 'Invalid data. Expected a JSON object.']]);
  });

  test.each([[z.object({})], [z.union([z.object({}), z.array(z.int())])]])('is not there at all', (schema) => {
    expect(errorsOf(schema, undefined)).toEqual([['', 'required', 'The body is missing. Expected a JSON object.']]);
  });
});

test('input that keeps the rules is given back without what the schema does not name', () => {
  expect(parseInput(z.object({ a: z.int(), b: z.string().default('x') }), { a: 1, c: 2 })).toEqual({ a: 1, b: 'x' });
});
