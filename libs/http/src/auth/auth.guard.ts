import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { insufficientScope, invalidToken, notAuthenticated } from '../errors/access-error.js';
import { ACCESS, type Access } from './access.js';
import { AccessTokens, type TokenClaims } from './access-tokens.js';
import { ClientDirectory } from './client-directory.js';
import type { Scope } from './scopes.js';

/** Lets a request through to its route when its token carries the route's scope and its client still exists. */
@Injectable()
export class AuthGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly tokens: AccessTokens,
    private readonly clients: ClientDirectory,
  ) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const access = this.reflector.getAllAndOverride<Access | undefined>(ACCESS, [context.getHandler(), context.getClass()]);
    if (access === 'public') return true;
    if (!access) throw new Error('A route does not say who may use it.');
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const claims = this.tokens.verify(bearerToken(request.headers.authorization));
    return claims instanceof Promise
      ? claims.then((verified) => this.admit(request, verified, access.scope))
      : this.admit(request, claims, access.scope);
  }

  private admit(request: FastifyRequest, { clientId, org, scopes }: TokenClaims, scope: Scope): true {
    if (this.clients.find(clientId)?.org !== org) throw invalidToken();
    if (!scopes.has(scope)) throw insufficientScope(scope);
    request.caller = { org, clientId, actor: `client:${clientId}`, scopes, requestId: request.id };
    return true;
  }
}

function bearerToken(authorization: string | undefined): string {
  if (authorization === undefined || authorization === '') throw notAuthenticated();
  const token = /^bearer +(\S+) *$/i.exec(authorization)?.[1];
  if (token === undefined) throw invalidToken();
  return token;
}
