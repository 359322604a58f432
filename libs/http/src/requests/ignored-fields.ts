import { z } from 'zod';

/** What a schema says of the names below a value: those of an object, those of each item, or that any name is right. */
type Known = { readonly fields: ReadonlyMap<string, Known> } | { readonly items: Known } | 'anything';

/** Characters of the header that tells of them; what does not fit is left out. */
const MOST_TOLD = 1_000;

const namesOf = new WeakMap<z.ZodType, Known>();

/** The schema that each body was checked with, for as long as the request is there. */
const checked = new WeakMap<object, z.ZodType>();

/** Remembers the schema that says which fields of a body mean something. */
export function noteSchema(body: unknown, schema: z.ZodType): void {
  if (typeof body === 'object' && body !== null) checked.set(body, schema);
}

/**
 * The fields of a body that mean nothing here, for the header `Casetrail-Ignored-Fields`: dotted paths, separated by commas,
 * percent-encoded where they hold anything but letters, digits, `_`, `-` and `$`; at most 1,000 characters.
 *
 * @returns undefined when there is none, or when the body was not checked with a schema.
 */
export function ignoredFields(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const schema = checked.get(body);
  if (!schema) return undefined;
  const told: string[] = [];
  let length = 0;
  for (const path of unknownFields(body, known(schema), '')) {
    length += path.length + 2;
    if (length > MOST_TOLD) break;
    told.push(path);
  }
  return told.length === 0 ? undefined : told.join(', ');
}

function* unknownFields(value: unknown, names: Known, at: string): Generator<string> {
  if (names === 'anything' || typeof value !== 'object' || value === null) return;
  for (const [name, inner] of Object.entries(value)) {
    const below = 'items' in names ? names.items : names.fields.get(name);
    if (below === undefined) yield at + encoded(name);
    else if (below !== 'anything') yield* unknownFields(inner, below, `${at}${encoded(name)}.`);
  }
}

/** A dot in a name is encoded too, so that each path can be read in one way only. */
const encoded = (name: string): string =>
  name.replace(/[^\w$-]/gu, (character) => [...Buffer.from(character)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''));

function known(schema: z.ZodType): Known {
  const before = namesOf.get(schema);
  if (before !== undefined) return before;
  // For what holds itself, above all "any JSON".
  namesOf.set(schema, 'anything');
  const found = namesBelow(schema);
  namesOf.set(schema, found);
  return found;
}

function namesBelow(schema: z.ZodType): Known {
  if (schema instanceof z.ZodObject) return ofObject(schema);
  if (schema instanceof z.ZodArray) return ofItems(schema.element as z.ZodType);
  if (schema instanceof z.ZodRecord) return ofItems(schema.valueType as z.ZodType);
  if (schema instanceof z.ZodUnion) return ofUnion(schema.options as readonly z.ZodType[]);
  if (schema instanceof z.ZodPipe) return known(checkedSide(schema));
  if (schema instanceof z.ZodLazy || schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) return known(schema.unwrap() as z.ZodType);
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodReadonly) return known(schema.unwrap() as z.ZodType);
  return 'anything';
}

/** The schema that a value meets first; what only changes the value says nothing about names. */
function checkedSide({ def }: z.ZodPipe): z.ZodType {
  const [first, second] = [def.in as z.ZodType, def.out as z.ZodType];
  return first instanceof z.ZodTransform ? second : first;
}

/** An object whose schema says what else may be in it keeps that, or refuses it: nothing of it is ignored. */
function ofObject(schema: z.ZodObject): Known {
  if (schema.def.catchall) return 'anything';
  return { fields: new Map(Object.entries(schema.shape as Record<string, z.ZodType>).map(([name, inner]) => [name, known(inner)])) };
}

function ofItems(item: z.ZodType): Known {
  const below = known(item);
  return below === 'anything' ? below : { items: below };
}

/** What is no object in any alternative has no names; of several objects, every name is right that is in one of them. */
function ofUnion(options: readonly z.ZodType[]): Known {
  const objects = options.filter((option) => !isPlain(option)).map(known);
  const [first, ...others] = objects;
  if (first === undefined || others.length === 0) return first ?? 'anything';
  const all = objects.flatMap((each) => (each !== 'anything' && 'fields' in each ? [each.fields] : []));
  return all.length === objects.length ? { fields: new Map(all.flatMap((fields) => [...fields])) } : 'anything';
}

/** Whether a schema lets no object and no list through. */
const isPlain = (schema: z.ZodType): boolean =>
  ['string', 'number', 'boolean', 'null', 'undefined', 'literal', 'enum', 'bigint', 'date'].includes(schema.def.type);
