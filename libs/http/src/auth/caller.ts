import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Scope } from './scopes.js';

/** Who asks, as the access token says. */
export interface Caller {
  readonly org: string;
  readonly clientId: string;
  /** `client:<id>`. */
  readonly actor: string;
  readonly scopes: ReadonlySet<Scope>;
  /** The id of the request, and the correlation id of everything that it leads to. */
  readonly requestId: string;
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
