import type { Clock } from '#event-sourcing';
import { LruCache } from '../auth/lru-cache.js';

interface Bucket {
  readonly tokens: number;
  /** Milliseconds since the Unix epoch. */
  readonly filledAt: number;
}

/** How many buckets are kept. One that was quiet for longest is dropped first, and full when it is asked for again. */
const KEPT = 10_000;

/** Lets everybody do so much each second, and more for a moment after they have done less. */
export class TokenBuckets {
  private readonly buckets = new LruCache<string, Bucket>(KEPT);

  /**
   * @param perSecond how many tokens come back each second.
   * @param most how many may be used at once by who has been quiet for a while; at least 1.
   */
  constructor(
    private readonly perSecond: number,
    private readonly most: number,
    private readonly clock: Clock,
  ) {}

  /**
   * Takes one token.
   * @returns 0, or how many whole seconds to wait for the next one.
   */
  take(name: string): number {
    const tokens = this.tokens(name);
    const wait = this.waitWith(tokens);
    this.buckets.set(name, { tokens: wait === 0 ? tokens - 1 : tokens, filledAt: this.clock.now() });
    return wait;
  }

  /** What `take` would give. */
  wait(name: string): number {
    return this.waitWith(this.tokens(name));
  }

  private tokens(name: string): number {
    const bucket = this.buckets.get(name);
    if (!bucket) return this.most;
    // Never back, also where somebody sets the clock.
    const passed = Math.max(0, this.clock.now() - bucket.filledAt);
    return Math.min(this.most, bucket.tokens + (passed / 1_000) * this.perSecond);
  }

  private waitWith(tokens: number): number {
    return tokens >= 1 ? 0 : Math.max(1, Math.ceil((1 - tokens) / this.perSecond));
  }
}
