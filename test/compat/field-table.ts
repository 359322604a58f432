/**
 * What a client of one generation knows of a body, written down apart from the service: fields in their order, each with
 * its type. A type is a word (`integer`, `number`, `text`, `boolean`, `time`, `object`, `null`), a choice of capital words
 * (`ACCEPTED|REJECTED`), or a table of its own; `orNull` may be null, a list has items of one type.
 */
export type FieldType = string | FieldTable | OrNull | ListOf;

/** Fields in their order. */
export interface FieldTable {
  readonly [field: string]: FieldType;
}

class OrNull {
  constructor(readonly type: FieldType) {}
}

class ListOf {
  constructor(readonly item: FieldType) {}
}

/** A value of the type, or null. */
export const orNull = (type: FieldType): OrNull => new OrNull(type);

/** A list of such items. */
export const listOf = (item: FieldType): ListOf => new ListOf(item);

const WORDS: Readonly<Record<string, (value: unknown) => boolean>> = {
  integer: Number.isSafeInteger,
  number: (value) => typeof value === 'number',
  text: (value) => typeof value === 'string',
  boolean: (value) => typeof value === 'boolean',
  null: (value) => value === null,
  object: isObject,
  time: (value) => typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value),
};

/** Where a body is not what the table says: fields that are missing, too many, out of order or of another type. */
export function tableProblems(body: unknown, type: FieldType, path = 'body'): readonly string[] {
  if (type instanceof OrNull) return body === null ? [] : tableProblems(body, type.type, path);
  if (type instanceof ListOf) return listProblems(body, type.item, path);
  if (typeof type !== 'string') return objectProblems(body, type, path);
  const fits = WORDS[type]?.(body) ?? (typeof body === 'string' && type.split('|').includes(body));
  return fits ? [] : [`${path} is ${JSON.stringify(body)} and not ${type}`];
}

const listProblems = (body: unknown, item: FieldType, path: string): readonly string[] =>
  Array.isArray(body)
    ? body.flatMap((value: unknown, index) => tableProblems(value, item, `${path}[${index}]`))
    : [`${path} is ${JSON.stringify(body)} and not a list`];

function objectProblems(body: unknown, table: FieldTable, path: string): readonly string[] {
  if (!isObject(body)) return [`${path} is ${JSON.stringify(body)} and not an object`];
  const [found, wanted] = [Object.keys(body), Object.keys(table)];
  const order = found.join() === wanted.join() ? [] : [`${path} has the fields ${found.join(', ')} and not ${wanted.join(', ')}`];
  return [...order, ...wanted.flatMap((field) => tableProblems(body[field], table[field] ?? 'null', `${path}.${field}`))];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
