import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Clock } from '#event-sourcing';
import { Settings } from '#platform';
import { RequestError } from '../errors/request-error.js';
import { TokenBuckets } from './token-buckets.js';

/** How many seconds' worth may be used at once by who has been quiet for a while. */
const BURST = 10;

/**
 * Refuses what a client, or a member who is logged in, asks beyond their share, so that one that runs wild does not take the service
 * from all others. Each process counts for itself: behind a balancer a client has its share of every process.
 */
@Injectable()
export class RateLimitGuard implements CanActivate {
  private readonly buckets: TokenBuckets | undefined;

  constructor({ rateLimit }: Settings, clock: Clock) {
    this.buckets = rateLimit === 0 ? undefined : new TokenBuckets(rateLimit, rateLimit * BURST, clock);
  }

  /** @throws RequestError 429, with the seconds to wait. */
  canActivate(context: ExecutionContext): boolean {
    if (!this.buckets) return true;
    const { caller } = context.switchToHttp().getRequest<FastifyRequest>();
    // Members are numbered anew in each organization.
    const wait = caller ? this.buckets.take(`${caller.org}/${caller.actor}`) : 0;
    if (wait === 0) return true;
    throw new RequestError(429, 'rate_limited', 'Too many requests: this client has used up its share for the moment.', {
      'Retry-After': String(wait),
    });
  }
}
