import type { Clock } from './clock.js';

const WINDOW = 2_000;

/** How many events per second go through, over the last seconds. */
export class RateMeter {
  private since: number;
  private counted = 0;
  private last = 0;

  constructor(private readonly clock: Clock) {
    this.since = clock.now();
  }

  add(events: number): void {
    this.counted += events;
  }

  /** Events per second, to be asked about every second. */
  perSecond(): number {
    const elapsed = this.clock.now() - this.since;
    if (elapsed >= WINDOW || this.last === 0) this.last = elapsed === 0 ? 0 : Math.round((this.counted * 1_000) / elapsed);
    if (elapsed >= WINDOW) {
      this.since += elapsed;
      this.counted = 0;
    }
    return this.last;
  }
}
