import { type ArgumentsHost, Catch, type ExceptionFilter, NotFoundException } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isOutage } from '#event-sourcing';
import { Logger } from '#platform';
import { AnsweredBefore, sendKeptAnswer } from '../idempotency/answered-before.js';
import { RouteTable } from '../requests/route-table.js';
import type { Failure } from './failure.js';
import { sendFailure } from './send-failure.js';
import { methodNotAllowed, toFailure } from './to-failure.js';

/** Turns whatever was thrown into the API's error answer; what nobody expected is told to the log, not to the client. */
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
    if (error instanceof AnsweredBefore) {
      sendKeptAnswer(reply, error.answer);
      return;
    }
    if (isOutage(error)) request.caller?.keyed?.giveUp();
    const failure = this.failure(error, request);
    if (failure.status === 500) this.logger.error({ err: error, request_id: request.id }, 'A request failed.');
    if (!reply.sent) sendFailure(request, reply, failure);
  }

  private failure(error: unknown, request: FastifyRequest): Failure {
    // Nest throws this for a path that it has no route for; the domain says "not found" with an error of its own.
    if (error instanceof NotFoundException) {
      const allowed = this.routes.methodsOf(request.url);
      if (allowed.length > 0) return methodNotAllowed(request.method, allowed);
    }
    return toFailure(error);
  }
}
