import { applyDecorators, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader, ApiResponse } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '#event-sourcing';
import { apiErrors } from '../openapi/api-errors.js';

/** The revisions for which a change was asked for; undefined when any will do. None of them: none can be met. */
export type ExpectedRevisions = readonly number[] | undefined;

/** The entity tag of a thing at this revision (RFC 9110, section 8.8.3). */
export const entityTag = (revision: number): string => `"${revision}"`;

/** What an answer depends on beside its URL: who asks, and in which version, which may be pinned on who asks. */
const DEPENDS_ON = 'Authorization, Cookie, Casetrail-Version';

/** Says in the answer which revision of a thing it shows, and to whom a cache may show it again. */
export function tagAnswer(reply: Pick<FastifyReply, 'header'>, revision: number): void {
  reply.header('etag', entityTag(revision)).header('vary', DEPENDS_ON);
}

/** Reads `If-Match` (RFC 9110, section 13.1.1): weak tags, and tags that are none of ours, match nothing. */
export function expectedRevisions(header: string | undefined): ExpectedRevisions {
  if (header === undefined || header.trim() === '*') return undefined;
  return tagsIn(header).filter(({ weak }) => !weak).flatMap(({ revision }) => revision ?? []);
}

/** Whether the client has this revision already, as `If-None-Match` says (RFC 9110, section 13.1.2). */
export function isKnown(header: string | undefined, revision: number): boolean {
  if (header === undefined) return false;
  return header.trim() === '*' || tagsIn(header).some((tag) => tag.revision === revision);
}

/**
 * A decision that is made only on one of the revisions for which it was asked for. As a part of the decision the check
 * holds for the very state that is changed, whoever writes at the same time. What is not there is left to the decision.
 *
 * @throws DomainError (from the decision that is returned) `stale` when the thing has another revision by now.
 */
export const decideIfMatch =
  <State extends { readonly revision: number }, Decided>(expected: ExpectedRevisions, decide: (state: State | undefined) => Decided) =>
  (state: State | undefined): Decided => {
    if (expected !== undefined && state !== undefined && !expected.includes(state.revision)) {
      throw new DomainError('stale', 'stale', 'It has changed since the revision named by If-Match.');
    }
    return decide(state);
  };

/** `@IfMatch() expected: ExpectedRevisions`: what a request says in `If-Match`. The route is described by `@TakesIfMatch()`. */
export const IfMatch = createParamDecorator((_: unknown, context: ExecutionContext): ExpectedRevisions =>
  expectedRevisions(context.switchToHttp().getRequest<FastifyRequest>().headers['if-match']),
);

/** `@IfNoneMatch() known: string | undefined`: what a request says in `If-None-Match`, for `isKnown`. */
export const IfNoneMatch = createParamDecorator((_: unknown, context: ExecutionContext): string | undefined =>
  context.switchToHttp().getRequest<FastifyRequest>().headers['if-none-match'],
);

/** A route that changes a thing only as long as it has the revision that its client saw. */
export const TakesIfMatch = (): MethodDecorator =>
  applyDecorators(
    ApiHeader({ name: 'If-Match', required: false, description: 'The ETag of the revision to change, such as `"7"`; 412 when it is no longer that.' }),
    apiErrors(412),
  );

/** A route that says to a client which has the revision already that there is nothing new. */
export const TakesIfNoneMatch = (): MethodDecorator =>
  applyDecorators(
    ApiHeader({ name: 'If-None-Match', required: false, description: 'The ETag of what the client has, such as `"7"`; 304 while it is still that.' }),
    ApiResponse({ status: 304, description: 'The client has it already.' }),
  );

interface Tag {
  readonly weak: boolean;
  /** Undefined for a tag that is none of ours. */
  readonly revision: number | undefined;
}

const tagsIn = (header: string): readonly Tag[] =>
  [...header.matchAll(/(W\/)?"([^"]*)"/g)].map(([, weak, text = '']) => ({
    weak: weak !== undefined,
    revision: /^(?:0|[1-9]\d{0,14})$/.test(text) ? Number(text) : undefined,
  }));
