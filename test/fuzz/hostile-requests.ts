import fc from 'fast-check';
import type { RightRequest } from '../support/route-fixtures.js';
import { damaged, hostileValue, malformed } from './hostile-json.js';

/** A route, and a request to it that is right. */
export interface Target {
  readonly name: string;
  readonly method: string;
  readonly right: RightRequest;
}

/** A request as it is sent. */
export interface HostileRequest {
  readonly route: string;
  readonly method: string;
  readonly path: string;
  readonly body: string | Uint8Array | undefined;
  readonly headers: Readonly<Record<string, string>>;
}

const HOSTILE_SEGMENTS = ['0', '-1', '1.5', '1e3', '9007199254740993', '%00', '%ff', '%2e%2e', '..%2f..', 'NaN', 'x'.repeat(99), 'x'.repeat(5_000), '%F0%9F%98%80', "'", '__proto__'];

const segment = fc.oneof(fc.constantFrom(...HOSTILE_SEGMENTS), fc.string({ unit: 'binary', maxLength: 12 }).map(encoded));

const query = fc
  .array(fc.tuple(fc.constantFrom('page', 'page_size', 'cursor', 'as_of', 'ordering', 'search', 'status', 'customer_id', 'created_after', 'allow_restart', 'x', '__proto__'), segment), { minLength: 1, maxLength: 3 })
  .map((pairs) => `?${pairs.map(([name, value]) => `${name}=${value}`).join('&')}`);

const headers = fc.oneof(
  { weight: 5, arbitrary: fc.constant({}) },
  { weight: 2, arbitrary: fc.constant({ accept: 'application/problem+json' }) },
  { weight: 2, arbitrary: fc.uuid().map((key) => ({ 'idempotency-key': key })) },
  { weight: 1, arbitrary: fc.constantFrom('', '"', 'two words', 'x'.repeat(300), 'same').map((key) => ({ 'idempotency-key': key })) },
  { weight: 1, arbitrary: fc.constantFrom('text/plain', 'application/xml', 'multipart/form-data; boundary=x', 'application/json; charset=utf-16').map((type) => ({ 'content-type': type })) },
  { weight: 1, arbitrary: fc.constantFrom('"1"', '*', 'W/"x"', 'x'.repeat(500)).map((tag) => ({ 'if-match': tag, 'if-none-match': tag })) },
  { weight: 1, arbitrary: fc.constantFrom('1', '2', '3', '0', 'x').map((version) => ({ 'casetrail-version': version })) },
);

/** A request to one of the routes, mostly wrong in one thing. */
export const hostileRequest = (targets: readonly Target[]): fc.Arbitrary<HostileRequest> =>
  fc.constantFrom(...targets).chain(({ name, method, right }) =>
    fc.record({
      route: fc.constant(name),
      method: fc.constant(method),
      path: fc.oneof({ weight: 6, arbitrary: fc.constant(right.path) }, { weight: 1, arbitrary: query.map((asked) => right.path + asked) }, { weight: 1, arbitrary: pathWith(right.path) }),
      body: method === 'GET' ? fc.constant(undefined) : bodyFor(right.json),
      headers,
    }),
  );

const bodyFor = (json: unknown): fc.Arbitrary<string | Uint8Array | undefined> =>
  fc.oneof(
    { weight: 12, arbitrary: json === undefined ? hostileValue : damaged(json) },
    { weight: 2, arbitrary: malformed(json) },
    { weight: 2, arbitrary: hostileValue },
    { weight: 1, arbitrary: fc.constant(json === undefined ? undefined : JSON.stringify(json)) },
    { weight: 1, arbitrary: fc.constant(undefined) },
  );

/** The path with one of its parts that are no words replaced; with something behind it where it has none. */
const pathWith = (path: string): fc.Arbitrary<string> =>
  segment.map((value) => {
    const parts = path.split('/');
    const index = parts.findLastIndex((part) => /\d/.test(part));
    return index < 0 ? `${path}${value}/` : parts.with(index, value).join('/');
  });

function encoded(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}
