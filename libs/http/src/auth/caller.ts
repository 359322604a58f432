import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { KeyedRequest } from '../idempotency/keyed-request.js';
import type { ApiVersion } from '../versions/api-version.js';
import type { Scope } from './scopes.js';

/** Who asks: a client, as its access token says, or a member, as the cookie of their session says. */
export interface Caller {
  readonly org: string;
  /** The OAuth client; null for a member. */
  readonly clientId: string | null;
  /** `client:<id>` or `member:<id>`. */
  readonly actor: string;
  readonly scopes: ReadonlySet<Scope>;
  /** How the caller has shown who it is. */
  readonly via: 'token' | 'session';
  /** The version of the API that the request is made and answered in. */
  readonly apiVersion: ApiVersion;
  /** The id of the request, and the correlation id of everything that it leads to. */
  readonly requestId: string;
  /** Set where the request came with an `Idempotency-Key`. */
  readonly keyed?: KeyedRequest;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the guard on every route that is not public. */
    caller: Caller | undefined;
  }
}

/** The caller of a route: `@Caller() caller: Caller`. A public route has none. */
export const Caller = createParamDecorator((_: unknown, context: ExecutionContext): Caller => {
  const { caller } = context.switchToHttp().getRequest<FastifyRequest>();
  if (!caller) throw new Error('A public route asks for its caller.');
  return caller;
});
