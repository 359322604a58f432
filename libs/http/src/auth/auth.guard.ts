import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Settings } from '#platform';
import { insufficientScope, invalidSession, invalidToken, notAuthenticated } from '../errors/access-error.js';
import { settleVersion } from '../versions/request-version.js';
import { ACCESS, type Access } from './access.js';
import { AccessTokens, type TokenClaims } from './access-tokens.js';
import type { Caller } from './caller.js';
import { checkCsrf } from './check-csrf.js';
import { ClientDirectory } from './client-directory.js';
import { sessionCookies } from './session-cookies.js';
import { SessionDirectory } from './session-directory.js';

/**
 * Lets a request through to its route when its token carries the route's scope and its client still exists, or when the
 * cookie of its session is that of a member whose role has the scope. A token counts before a cookie: it never comes by itself.
 * Only a route about the session looks at the cookie alone.
 */
@Injectable()
export class AuthGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly tokens: AccessTokens,
    private readonly clients: ClientDirectory,
    private readonly sessions: SessionDirectory,
    private readonly settings: Settings,
  ) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const access = this.reflector.getAllAndOverride<Access | undefined>(ACCESS, [context.getHandler(), context.getClass()]);
    if (access === 'public') return true;
    if (!access) throw new Error('A route does not say who may use it.');
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const { authorization } = request.headers;
    if (access === 'session' || authorization === undefined || authorization === '') {
      // Caches keep what a cookie was answered with, unless they are told; what needs a token they leave alone (RFC 9111, section 3.5).
      http.getResponse<FastifyReply>().header('cache-control', 'private, no-store');
      return admit(request, this.memberOf(request), access);
    }
    const claims = this.tokens.verify(bearerToken(authorization));
    return claims instanceof Promise
      ? claims.then((verified) => admit(request, this.clientOf(request, verified), access))
      : admit(request, this.clientOf(request, claims), access);
  }

  private clientOf(request: FastifyRequest, { clientId, org, scopes }: TokenClaims): Who {
    const client = this.clients.find(clientId);
    if (client?.org !== org) throw invalidToken();
    const via = 'token';
    const apiVersion = settleVersion(request, { pinned: client.apiVersion, via });
    return { org, via, clientId, actor: `client:${clientId}`, scopes, apiVersion };
  }

  private memberOf(request: FastifyRequest): Who {
    const { session: cookie } = sessionCookies(request);
    if (cookie === undefined || cookie === '') throw notAuthenticated();
    const session = this.sessions.find(cookie);
    if (!session) throw invalidSession();
    const via = 'session';
    const apiVersion = settleVersion(request, { via });
    checkCsrf(request, session, this.settings);
    request.memberSession = session;
    const { org, memberId, scopes } = session;
    return { org, via, clientId: null, actor: `member:${memberId}`, scopes, apiVersion };
  }
}

type Who = Omit<Caller, 'requestId'>;

function admit(request: FastifyRequest, who: Who, access: Exclude<Access, 'public'>): true {
  if (access !== 'session' && !who.scopes.has(access.scope)) throw insufficientScope(access.scope);
  request.caller = { ...who, requestId: request.id };
  return true;
}

function bearerToken(authorization: string): string {
  const token = /^bearer +(\S+) *$/i.exec(authorization)?.[1];
  if (token === undefined) throw invalidToken('The Authorization header has to be "Bearer", a space and an access token.');
  return token;
}
