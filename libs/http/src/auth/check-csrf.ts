import type { FastifyRequest } from 'fastify';
import { type Settings, sameText } from '#platform';
import { csrfFailed } from '../errors/access-error.js';
import { baseUrl } from '../requests/absolute-url.js';
import { sessionCookies } from './session-cookies.js';
import type { SessionRecord } from './session-directory.js';

/** Methods that change nothing (RFC 9110, section 9.2.1). */
const SAFE = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE']);

/**
 * Makes sure that a request with a session comes from this host's own pages, since browsers send cookies along whoever causes the
 * request. A token that follows from the session, so that one which somebody planted as a cookie is of no use.
 *
 * @throws DomainError `forbidden`
 */
export function checkCsrf(request: FastifyRequest, { csrfToken }: Pick<SessionRecord, 'csrfToken'>, settings: Settings): void {
  if (SAFE.has(request.method) || hasToken(request, csrfToken) || isOwnOrigin(request, settings)) return;
  throw csrfFailed();
}

function hasToken(request: FastifyRequest, csrfToken: string): boolean {
  const sent = request.headers['x-csrftoken'];
  const { csrf } = sessionCookies(request);
  if (typeof sent !== 'string' || csrf === undefined) return false;
  const equalsCookie = sameText(sent, csrf);
  return sameText(sent, csrfToken) && equalsCookie;
}

/** No browser lets a page choose its `Origin`. */
function isOwnOrigin(request: FastifyRequest, settings: Settings): boolean {
  const { origin } = request.headers;
  const own = baseUrl(request, settings);
  return origin !== undefined && URL.canParse(own) && origin === new URL(own).origin;
}
