import type { FastifyReply, FastifyRequest } from 'fastify';
import { drfBody } from './drf-body.js';
import type { Failure } from './failure.js';
import { problemBody } from './problem-body.js';
import { VERSION_HEADER } from '../versions/api-version.js';

const PROBLEM = 'application/problem+json';

/** Answers with an error in the form that the client accepts, and with the headers that every answer has. */
export function sendFailure(request: FastifyRequest, reply: FastifyReply, failure: Failure): void {
  const problem = (request.headers.accept ?? '').includes(PROBLEM);
  void reply
    .headers({ 'x-request-id': request.id, [VERSION_HEADER]: String(request.apiVersion), ...failure.headers })
    .code(failure.status)
    .type(problem ? PROBLEM : 'application/json; charset=utf-8')
    .send(JSON.stringify(problem ? problemBody(failure, request.id) : drfBody(failure)));
}
