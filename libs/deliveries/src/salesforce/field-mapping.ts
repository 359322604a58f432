import type { Json, JsonObject } from '#event-sourcing';
import type { FieldMappings } from './connections.js';

/** The fields to set in the other system. A field whose path the document does not have is left as it is there. */
export function mapFields(document: JsonObject, fields: FieldMappings): JsonObject {
  const mapped = Object.entries(fields).map(([field, { from, values = {} }]) => {
    const source = valueAt(document, from.split('.'));
    const key = typeof source === 'object' && source !== null ? undefined : String(source);
    return [field, key !== undefined && Object.hasOwn(values, key) ? values[key] : source] as const;
  });
  return Object.fromEntries(mapped.filter((entry): entry is readonly [string, Json] => entry[1] !== undefined));
}

function valueAt(value: Json | undefined, path: readonly string[]): Json | undefined {
  const [name, ...rest] = path;
  if (name === undefined) return value;
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return valueAt((value as JsonObject)[name], rest);
}
