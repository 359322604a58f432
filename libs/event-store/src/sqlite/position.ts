import type { Position } from '#event-sourcing';

/** As many digits as the largest safe integer has. Changing this changes stored data: checkpoints hold positions. */
const DIGITS = 16;
const PATTERN = /^\d{16}$/;

/** The token of a place in the log: decimal, padded with zeros, so that the order of strings is the order of the log. */
export const toPosition = (place: number): Position => String(place).padStart(DIGITS, '0');

/**
 * The place that a token stands for.
 *
 * @throws RangeError when it is no token of this store.
 */
export function fromPosition(position: Position): number {
  if (!PATTERN.test(position)) throw new RangeError(`"${position}" is not a position of this event store.`);
  return Number(position);
}
