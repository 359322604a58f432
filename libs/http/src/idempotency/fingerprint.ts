import { createHmac } from 'node:crypto';

/** What makes a request the same as another one. */
export interface RequestContent {
  readonly method: string;
  /** Path and query, as they were asked. */
  readonly url: string;
  /** The version of the API that answers it. */
  readonly version: string;
  /** The parsed body; undefined when there is none, or when the route reads it as a stream. */
  readonly body: unknown;
}

/**
 * The fingerprint of a request: HMAC-SHA256, in hex. JSON that differs in the order of its names alone, and a path with and
 * without the slash at its end, have the same one. Changing this changes stored data.
 *
 * @param key known for this one request alone, so that nobody can find out what was asked by trying.
 */
export function fingerprint({ method, url, version, body }: RequestContent, key: Buffer): string {
  const parts = [method, url.replace(/\/(?=\?|$)/, ''), version, body === undefined ? null : [sorted(body)]];
  return createHmac('sha256', key).update(JSON.stringify(parts)).digest('hex');
}

/** The fingerprint of a request whose body was read as a stream, by what it held. Changing this changes stored data. */
export const withContent = (fingerprint: string, digest: string, key: Buffer): string =>
  createHmac('sha256', key).update(JSON.stringify([fingerprint, digest])).digest('hex');

/** The same value with the names of its objects in order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(members.map(([name, inner]) => [name, sorted(inner)]));
}
