import type { RecordedEvent } from '#event-sourcing';
import type { Stretch } from './stretch.js';

/** As many events as a subscription takes in a batch. */
const KEPT = 1_000;

/**
 * The newest events of the log, read and parsed once for all who follow it. What is committed never changes and
 * positions have no gaps, so nothing that is held can be wrong, and an event's place in the list follows from its position.
 */
export class LogTail {
  private held: Stretch = { above: 0, upTo: 0 };
  private events: readonly RecordedEvent[] = [];

  /** @param read reads a whole stretch. */
  constructor(private readonly read: (stretch: Stretch) => readonly RecordedEvent[]) {}

  /** Whether a stretch is short enough to be asked for. */
  fits({ above, upTo }: Stretch): boolean {
    return upTo - above <= KEPT;
  }

  /** Whether a stretch can be answered without reading. */
  holds({ above, upTo }: Stretch): boolean {
    return above >= this.held.above && upTo <= this.held.upTo;
  }

  /** The events of a stretch that fits and ends at the end of the log. */
  of(stretch: Stretch): readonly RecordedEvent[] {
    if (!this.holds(stretch)) this.extend(stretch);
    return this.events.slice(stretch.above - this.held.above, stretch.upTo - this.held.above);
  }

  private extend({ above, upTo }: Stretch): void {
    const continues = above >= this.held.above && above <= this.held.upTo;
    this.events = continues ? [...this.events, ...this.read({ above: this.held.upTo, upTo })].slice(-KEPT) : this.read({ above, upTo });
    this.held = { above: upTo - this.events.length, upTo };
  }
}
