import type { Json, JsonObject } from './json.js';

/** What a document holds at a dotted path; undefined when there is nothing. */
export function fieldAt(document: JsonObject, path: string): Json | undefined {
  let value: Json | undefined = document;
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    value = (value as JsonObject)[name];
  }
  return value;
}
