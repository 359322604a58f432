import { jsonFault } from '#http';
import type { StoredJson } from '../check-provider.js';

/**
 * The value that a provider's answer is the JSON of. Undefined for text that is no JSON, one that was cut off for its length
 * among it, and for JSON that could not be stored, such as one that is nested without end: the same as in requests.
 */
export function parsedJson(text: string): StoredJson | undefined {
  const value = parsed(text);
  return value === undefined || jsonFault(text, value) ? undefined : value;
}

function parsed(text: string): StoredJson | undefined {
  try {
    return JSON.parse(text) as StoredJson;
  } catch {
    return undefined;
  }
}
