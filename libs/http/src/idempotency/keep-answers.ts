import type { FastifyInstance } from 'fastify';
import type { Logger } from '#platform';
import { keptAnswer, replay } from './answered-before.js';

/**
 * Keeps the answer of each request with an `Idempotency-Key` right before it is sent, whatever made it: a route, or an error.
 * Where it cannot be kept it is sent all the same: the request is carried out again when it comes again.
 */
export function keepAnswers(server: FastifyInstance, logger: Logger): void {
  server.addHook('onSend', (request, reply, payload, done) => {
    const keyed = request.caller?.keyed;
    if (!keyed || (typeof payload !== 'string' && payload != null)) {
      done(null, payload);
      return;
    }
    const answer = keptAnswer(reply, payload ?? '');
    keyed.answered(answer).then(
      (standing) => {
        if (standing !== answer) replay(reply, standing);
        done(null, standing === answer ? payload : standing.body);
      },
      (error: unknown) => {
        logger.warn({ err: error, request_id: request.id }, 'an answer could not be kept for its Idempotency-Key');
        done(null, payload);
      },
    );
  });
}
