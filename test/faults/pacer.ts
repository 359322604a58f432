import { setTimeout as delay } from 'node:timers/promises';

/** Lets so many through in a second at most, evenly. */
export class Pacer {
  private readonly every: number;
  private next = 0;

  constructor(perSecond: number) {
    this.every = 1_000 / perSecond;
  }

  /** Resolves when it is the caller's turn. */
  async turn(): Promise<void> {
    const now = performance.now();
    const at = Math.max(now, this.next);
    this.next = at + this.every;
    if (at > now) await delay(at - now);
  }
}
