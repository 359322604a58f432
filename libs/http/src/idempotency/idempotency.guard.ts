import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Clock, CommandRunner, Ids } from '#event-sourcing';
import { MasterKey } from '#platform';
import type { Caller } from '../auth/caller.js';
import { AnsweredBefore } from './answered-before.js';
import { fingerprint } from './fingerprint.js';
import { idempotencyKey } from './idempotency-key.js';
import { KeyedRequest } from './keyed-request.js';
import { refuseUnlessFree, refuseWhileHeld } from './request.decisions.js';
import { requestAggregate, requestStream } from './request.state.js';
import { RequestsUnderWay } from './requests-under-way.js';

/** The methods that are not idempotent by themselves; for any other the header means nothing. */
const METHODS = new Set(['POST', 'PATCH']);

/**
 * Lets a request with an `Idempotency-Key` (IETF draft 07) through to its route when it comes for the first time, or has not
 * been brought to an end; else it gets the answer that it got before. A guard, because only what is authenticated has a
 * client, and because a request without a key is to pay nothing for it.
 */
@Injectable()
export class IdempotencyGuard implements CanActivate {
  private readonly underWay: RequestsUnderWay;

  constructor(
    private readonly runner: CommandRunner,
    private readonly masterKey: MasterKey,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {
    this.underWay = new RequestsUnderWay(clock);
  }

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const header = request.headers['idempotency-key'];
    const { caller } = request;
    if (header === undefined || !caller || !METHODS.has(request.method)) return true;
    return this.begin(idempotencyKey(header), caller, request, http.getResponse<FastifyReply>());
  }

  /**
   * @throws AnsweredBefore with the first answer.
   * @throws RequestError 422 for another request, 409 while somebody is at this one.
   */
  private async begin(key: string, caller: Caller, request: FastifyRequest, reply: FastifyReply): Promise<true> {
    const stream = requestStream(caller.org, caller.actor, key);
    const ownKey = new MasterKey(this.masterKey.derive(`idempotency-key/${JSON.stringify([stream, key])}`, 32));
    const print = fingerprint(
      {
        method: request.method,
        url: request.url,
        version: String(caller.apiVersion),
        body: request.body,
      },
      ownKey.derive('fingerprint', 32),
    );
    const { state } = await this.runner.read(requestAggregate, stream);
    const attempt = this.ids.uuid();
    const now = this.clock.now();
    // What a stream holds is known to the route that reads it: it is told there that the request was answered, or was another one.
    const streams = request.routeOptions.config.streamedBodyLimit !== undefined;
    if (streams) refuseWhileHeld({ holder: attempt, now }, state);
    else refuseUnlessFree({ fingerprint: print, holder: attempt, now }, state);
    const { org, actor, requestId: correlationId } = caller;
    const keyed = new KeyedRequest(stream, ownKey, print, attempt, state, {
      org, actor, correlationId, runner: this.runner, clock: this.clock,
    });
    if (state?.answer && !streams) throw new AnsweredBefore(keyed.open(state.answer));
    const leave = this.underWay.enter(stream, print);
    keyed.onEnd = leave;
    // Comes also where the client has hung up before it was answered.
    reply.raw.once('close', leave);
    request.caller = { ...caller, keyed };
    return true;
  }
}
