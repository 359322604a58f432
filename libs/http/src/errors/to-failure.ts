import { STATUS_CODES } from 'node:http';
import { HttpException } from '@nestjs/common';
import { DomainError, type ErrorKind, StoreUnavailableError, UnknownOutcomeError } from '#event-sourcing';
import { AccessError } from './access-error.js';
import type { Failure } from './failure.js';
import { MalformedBodyError } from './malformed-body.js';
import { RequestError } from './request-error.js';

const STATUS: Readonly<Record<ErrorKind, number>> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  stale: 412,
  unavailable: 503,
};

/** Seconds after which a client may ask again when something behind the service does not answer. */
const RETRY_AFTER = '2';

/** A store did not answer, and no command runner stood in between to say so. */
const STORE_AWAY: Failure = {
  status: 503,
  code: 'unavailable',
  detail: 'The service cannot do this at the moment. Please try again.',
  fields: [],
  headers: { 'Retry-After': RETRY_AFTER },
};

/** What the client is told. A defect tells nothing of itself: it is for the log. */
export function toFailure(error: unknown): Failure {
  if (error instanceof DomainError) return ofDomain(error);
  if (error instanceof StoreUnavailableError || error instanceof UnknownOutcomeError) return STORE_AWAY;
  if (error instanceof RequestError) {
    return { status: error.status, code: error.code, detail: error.message, fields: [], headers: error.headers };
  }
  if (error instanceof MalformedBodyError) return { ...ofStatus(400), detail: error.message };
  const status = statusOf(error);
  if (status >= 400 && status < 500) return ofStatus(status);
  return { status: 500, code: 'internal_error', detail: 'Internal server error.', fields: [], headers: {} };
}

/** The status that the framework gives its own errors; 0 for any other error. */
function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  return error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : 0;
}

/** A path that exists, asked with a method that it does not have. */
export const methodNotAllowed = (method: string, allowed: readonly string[]): Failure => ({
  status: 405,
  code: 'method_not_allowed',
  detail: `Method "${method}" not allowed.`,
  fields: [],
  headers: { Allow: allowed.join(', ') },
});

function ofDomain(error: DomainError): Failure {
  const fields =
    error.kind === 'invalid' && error.fields.length === 0
      ? [{ path: [], code: error.code, message: error.message }]
      : error.fields;
  return { status: STATUS[error.kind], code: error.code, detail: error.message, fields, headers: headersOf(error) };
}

function headersOf(error: DomainError): Readonly<Record<string, string>> {
  if (error instanceof AccessError) return { 'WWW-Authenticate': error.challenge };
  if (error.kind === 'unauthenticated') return { 'WWW-Authenticate': 'Bearer' };
  if (error.kind === 'unavailable') return { 'Retry-After': RETRY_AFTER };
  return {};
}

/** Errors of the framework: their status says what they are, their message is made for developers of servers. */
function ofStatus(status: number): Failure {
  const known: Readonly<Record<number, readonly [code: string, detail: string]>> = {
    400: ['parse_error', 'Malformed request.'],
    404: ['not_found', 'Not found.'],
    413: ['request_too_large', 'The request body is too large.'],
    415: ['unsupported_media_type', 'Unsupported media type: send application/json.'],
  };
  const [code, detail] = known[status] ?? ['error', `${STATUS_CODES[status] ?? 'Error'}.`];
  return { status, code, detail, fields: [], headers: {} };
}
