import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Scope } from './scopes.js';

/** A session of a member, as its cookie opens it. */
export interface SessionRecord {
  readonly sessionId: string;
  readonly org: string;
  readonly memberId: number;
  /** What the member may do at this moment. */
  readonly scopes: ReadonlySet<Scope>;
  /** What requests that change something have to know beside the cookie: it follows from the session, and from nothing else. */
  readonly csrfToken: string;
  /** Milliseconds since the Unix epoch. */
  readonly expiresAt: number;
}

/** Knows whose session a cookie is; asked on every request with one, so it answers from memory. */
export abstract class SessionDirectory {
  /**
   * The session of this cookie; undefined when it is none of ours, expired or ended, or its member was removed or has
   * another password by now.
   */
  abstract find(cookie: string): SessionRecord | undefined;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the guard where the caller is a member who is logged in. */
    memberSession: SessionRecord | undefined;
  }
}

/** The session of whoever asks a route with `@RequireSession()`: `@CurrentSession() session: SessionRecord`. */
export const CurrentSession = createParamDecorator((_: unknown, context: ExecutionContext): SessionRecord => {
  const { memberSession } = context.switchToHttp().getRequest<FastifyRequest>();
  if (!memberSession) throw new Error('A route without @RequireSession() asks for the session.');
  return memberSession;
});
