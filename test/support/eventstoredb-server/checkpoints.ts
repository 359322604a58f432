import type { Place } from './position.js';

/**
 * When a filtered subscription tells its subscriber how far it has looked: whenever it has looked at as many events as the
 * interval says, wanted or not. Places count from one event to the next, so that events that were leapt over count too.
 */
export class Checkpoints {
  constructor(
    private readonly interval: number,
    private last: Place,
  ) {}

  /** The checkpoints that are due once everything up to this place was looked at. */
  dueUpTo(place: Place): Place[] {
    const due: Place[] = [];
    for (let next = this.last + this.interval; next <= place; next += this.interval) {
      due.push(next);
      this.last = next;
    }
    return due;
  }

  /** The checkpoint that closes a stretch: none when the last one stands there already. */
  closing(place: Place): Place[] {
    if (place <= this.last) return [];
    this.last = place;
    return [place];
  }
}
