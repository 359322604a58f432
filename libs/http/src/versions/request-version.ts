import { DomainError } from '#event-sourcing';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type ApiVersion, parseVersion, VERSION_HEADER, type VersionOwner, versionOf } from './api-version.js';
import { Resource } from './resource.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** The version that the request is answered in: for good once the guard knows who asks. */
    apiVersion: ApiVersion;
  }
  interface FastifyContextConfig {
    /** What a route answers, by status, where that differs between versions. */
    answers?: Readonly<Record<number, unknown>>;
    /** The first version that has the route. */
    since?: ApiVersion | undefined;
    /** Whether the route is sent forms as well as JSON. */
    acceptsForms?: boolean;
  }
}

/** @throws DomainError `invalid` */
export const askedVersion = (request: FastifyRequest): ApiVersion | undefined => parseVersion(request.headers[VERSION_HEADER]);

/**
 * Settles the version of a request whose owner is known.
 * @throws DomainError `not_found` when that version does not have the route.
 */
export function settleVersion(request: FastifyRequest, owner: VersionOwner): ApiVersion {
  const version = versionOf(askedVersion(request), owner);
  request.apiVersion = version;
  const { since = version } = request.routeOptions.config;
  if (version < since) throw new DomainError('not_found', 'not_in_this_version', `Not found: version ${since} of the API has this, version ${version} does not.`);
  return version;
}

/** What a route answered with, in the version of the request. */
export function shownInVersion({ apiVersion, routeOptions }: FastifyRequest, { statusCode }: FastifyReply, answer: unknown): unknown {
  const resource = routeOptions.config.answers?.[statusCode];
  return resource instanceof Resource ? (resource as Resource<unknown>).show(apiVersion, answer) : answer;
}
