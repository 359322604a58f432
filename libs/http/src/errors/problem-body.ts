import { STATUS_CODES } from 'node:http';
import type { Failure } from './failure.js';

/** An error as a problem (RFC 9457): `type` and `code` name it, `errors` points at each wrong field (RFC 6901). */
export const problemBody = (failure: Failure, requestId: string): object => ({
  type: `urn:casetrail:problem:${failure.code}`,
  title: STATUS_CODES[failure.status] ?? 'Error',
  status: failure.status,
  detail: failure.detail,
  code: failure.code,
  ...(failure.fields.length === 0
    ? {}
    : { errors: failure.fields.map(({ path, code, message }) => ({ pointer: pointer(path), code, detail: message })) }),
  request_id: requestId,
});

const pointer = (path: readonly (string | number)[]): string =>
  `#${path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')}`;
