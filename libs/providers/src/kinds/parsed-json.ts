import type { StoredJson } from '../check-provider.js';

/** The value that a text is the JSON of; undefined for text that is no JSON, one that was cut off for its length among it. */
export function parsedJson(text: string): StoredJson | undefined {
  try {
    return JSON.parse(text) as StoredJson;
  } catch {
    return undefined;
  }
}
