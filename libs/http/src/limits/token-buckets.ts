import type { Clock } from '#event-sourcing';
import { LruCache } from '../auth/lru-cache.js';

interface Bucket {
  tokens: number;
  /** Milliseconds since the Unix epoch. */
  filledAt: number;
}

/** How many seconds' worth may be used at once by who has been quiet for a while. */
const BURST = 10;

/** How many buckets are kept; one that was dropped is full again, as it nearly was. */
const KEPT = 10_000;

/** Lets everybody do so much each second, and more for a moment after they have done less. */
export class TokenBuckets {
  private readonly buckets = new LruCache<string, Bucket>(KEPT);

  /** @param perSecond at least 1. */
  constructor(
    private readonly perSecond: number,
    private readonly clock: Clock,
  ) {}

  /**
   * Takes one token.
   * @returns 0, or how many whole seconds to wait for the next one.
   */
  take(name: string): number {
    const now = this.clock.now();
    const most = this.perSecond * BURST;
    const bucket = this.buckets.get(name) ?? { tokens: most, filledAt: now };
    // Never back, also where somebody sets the clock.
    bucket.tokens = Math.min(most, bucket.tokens + (Math.max(0, now - bucket.filledAt) / 1_000) * this.perSecond);
    bucket.filledAt = now;
    this.buckets.set(name, bucket);
    if (bucket.tokens < 1) return Math.max(1, Math.ceil((1 - bucket.tokens) / this.perSecond));
    bucket.tokens--;
    return 0;
  }
}
