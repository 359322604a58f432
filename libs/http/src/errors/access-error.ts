import { DomainError } from '#event-sourcing';

/** A request without the right to be answered, with the challenge (RFC 6750) that says what is missing. */
export class AccessError extends DomainError {
  constructor(kind: 'unauthenticated' | 'forbidden', code: string, message: string, readonly challenge: string) {
    super(kind, code, message);
  }
}

export const notAuthenticated = (): AccessError =>
  new AccessError('unauthenticated', 'not_authenticated', 'Authentication credentials were not provided.', 'Bearer');

export const invalidToken = (detail = 'The access token is expired, revoked or not valid here.'): AccessError =>
  new AccessError(
    'unauthenticated',
    'invalid_token',
    detail,
    'Bearer error="invalid_token", error_description="The access token is expired, revoked or not valid here"',
  );

export const invalidSession = (): AccessError =>
  new AccessError('unauthenticated', 'invalid_session', 'The session is expired or ended. Please log in again.', 'Bearer');

/** A request with a session that may have been made up by another site, in the name of whoever is logged in. */
export const csrfFailed = (): DomainError =>
  new DomainError(
    'forbidden',
    'csrf_failed',
    'CSRF Failed: send the header X-CSRFToken with the value of the cookie csrftoken, or an Origin that is this host.',
  );

export const insufficientScope = (scope: string): AccessError =>
  new AccessError(
    'forbidden',
    'insufficient_scope',
    `You do not have permission to perform this action: it needs the scope ${scope}.`,
    `Bearer error="insufficient_scope", scope="${scope}"`,
  );
