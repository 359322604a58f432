import type { Json } from '#event-sourcing';
import { isDeepStrictEqual } from 'node:util';

/** One field of a document, before and after an event. */
export interface FieldChange {
  /** Dotted path; an item of a list is named by its id where it has one, by its index otherwise. */
  readonly field: string;
  readonly old: Json;
  readonly new: Json;
}

/** What differs between two documents, field by field, in the order of their fields. What is not there counts as null. */
export function fieldChanges(before: Json, after: Json, path = ''): FieldChange[] {
  if (isDeepStrictEqual(before, after)) return [];
  const [old, current] = [membersOf(before), membersOf(after)];
  if (!old && !current) return [{ field: path, old: before, new: after }];
  if ((!old && before !== null) || (!current && after !== null)) return [{ field: path, old: before, new: after }];
  const names = new Set([...(old?.keys() ?? []), ...(current?.keys() ?? [])]);
  if (names.size === 0) return [{ field: path, old: before, new: after }];
  return [...names].flatMap((name) =>
    fieldChanges(old?.get(name) ?? null, current?.get(name) ?? null, path === '' ? name : `${path}.${name}`),
  );
}

function membersOf(value: Json): Map<string, Json> | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (!isList(value)) return new Map(Object.entries(value));
  return new Map(value.map((item, index) => [nameOf(item) ?? String(index), item]));
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

function nameOf(item: Json): string | undefined {
  if (typeof item !== 'object' || item === null || isList(item)) return undefined;
  const { id } = item;
  return typeof id === 'number' || typeof id === 'string' ? String(id) : undefined;
}
