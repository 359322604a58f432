import { type ArgumentsHost, Catch, type ExceptionFilter, NotFoundException } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Logger } from '#platform';
import { RouteTable } from '../requests/route-table.js';
import { drfBody } from './drf-body.js';
import { problemBody } from './problem-body.js';
import { methodNotAllowed, toFailure } from './to-failure.js';
import type { Failure } from './failure.js';

const PROBLEM = 'application/problem+json';

/** Turns whatever was thrown into the API's error answer, in the form that the client asked for. */
@Catch()
export class HttpErrorFilter implements ExceptionFilter {
  constructor(
    private readonly logger: Logger,
    private readonly routes: RouteTable,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const failure = this.failure(error, request);
    if (failure.status === 500) this.logger.error({ err: error, request_id: request.id }, 'A request failed.');
    if (reply.sent) return;

    const problem = (request.headers.accept ?? '').includes(PROBLEM);
    void reply
      .headers({ 'x-request-id': request.id, ...failure.headers })
      .code(failure.status)
      .type(problem ? PROBLEM : 'application/json; charset=utf-8')
      .send(JSON.stringify(problem ? problemBody(failure, request.id) : drfBody(failure)));
  }

  private failure(error: unknown, request: FastifyRequest): Failure {
    if (error instanceof NotFoundException) {
      const allowed = this.routes.methodsOf(request.url);
      if (allowed.length > 0) return methodNotAllowed(request.method, allowed);
    }
    return toFailure(error);
  }
}
