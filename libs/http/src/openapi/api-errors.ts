import { applyDecorators } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';

/** The errors that a route says it can answer. */
export type ErrorStatus = 400 | 401 | 403 | 404 | 409 | 412 | 413 | 422 | 429 | 503;

const DESCRIPTIONS: Readonly<Record<ErrorStatus, string>> = {
  400: 'The request breaks a rule; nothing was changed.',
  401: 'No token or session, one that is expired, revoked or ended, or wrong credentials.',
  403: 'The token, or the role of who is logged in, lacks the scope that this needs; or a request with a session lacks its CSRF token.',
  404: 'There is no such thing in this organization.',
  409: 'The thing is in a state in which this cannot be done.',
  412: 'The thing has changed since the revision named by If-Match.',
  413: 'The body is too large.',
  422: 'The idempotency key was used with another request.',
  429: 'Too many requests; Retry-After says when to come back.',
  503: 'The service cannot do this at the moment; the same request may be sent again, and nothing is done twice.',
};

/** With which of them it is said when to come back. */
const RETRY_AFTER = { 'Retry-After': { description: 'Seconds after which to try again.', schema: { type: 'integer', minimum: 1 } } } as const;
const COME_BACK: ReadonlySet<ErrorStatus> = new Set([429, 503]);

/** Describes error answers of a route, each in both of its forms. */
export const apiErrors = (...statuses: readonly ErrorStatus[]): MethodDecorator & ClassDecorator =>
  applyDecorators(
    ...statuses.map((status) =>
      ApiResponse({
        status,
        description: DESCRIPTIONS[status],
        ...(COME_BACK.has(status) ? { headers: RETRY_AFTER } : {}),
        content: {
          'application/json': { schema: { $ref: `#/components/schemas/${status === 400 ? 'FieldErrors' : 'Error'}` } },
          'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
        },
      }),
    ),
  );
