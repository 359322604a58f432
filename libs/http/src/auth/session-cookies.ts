import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Settings } from '#platform';
import { baseUrl } from '../requests/absolute-url.js';

const SESSION = 'sessionid';
const CSRF = 'csrftoken';

/** The cookies of a login; undefined where there is none. */
export interface SessionCookies {
  readonly session: string | undefined;
  readonly csrf: string | undefined;
}

/** What a browser is given at a login. */
export interface NewSession {
  /** The value of the cookie that is the session: whoever has it is the member. */
  readonly cookie: string;
  readonly csrfToken: string;
  /** Milliseconds since the Unix epoch. */
  readonly expiresAt: number;
}

/** Reads the cookies of a login; only where they are asked for, since most requests come without. */
export function sessionCookies({ headers: { cookie }, server }: Pick<FastifyRequest, 'headers' | 'server'>): SessionCookies {
  const cookies = cookie === undefined ? {} : server.parseCookie(cookie);
  return { session: cookies[SESSION], csrf: cookies[CSRF] };
}

/**
 * Gives a browser its cookies: one that scripts cannot read, and the token that they send with what they change. Neither goes
 * with requests that other sites cause, but for links that somebody follows; nor over plain HTTP where the service has HTTPS.
 */
export function setSessionCookies(request: FastifyRequest, reply: FastifyReply, settings: Settings, { cookie, csrfToken, expiresAt }: NewSession): void {
  const expires = new Date(expiresAt);
  reply.setCookie(SESSION, cookie, { ...sharedOptions(request, settings), expires, httpOnly: true });
  reply.setCookie(CSRF, csrfToken, { ...sharedOptions(request, settings), expires });
}

/** Takes the cookies away. */
export function clearSessionCookies(request: FastifyRequest, reply: FastifyReply, settings: Settings): void {
  reply.clearCookie(SESSION, { ...sharedOptions(request, settings), httpOnly: true });
  reply.clearCookie(CSRF, sharedOptions(request, settings));
}

const sharedOptions = (request: FastifyRequest, settings: Settings) =>
  ({ path: '/', sameSite: 'lax', secure: baseUrl(request, settings).startsWith('https:') }) as const;
