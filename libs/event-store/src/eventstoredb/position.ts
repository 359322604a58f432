import type { Position } from '#event-sourcing';

/** A place in `$all` as the server names it. Both numbers: events of one transaction share the first. */
export interface LogPosition {
  readonly commit: bigint;
  readonly prepare: bigint;
}

/** As many digits as the largest unsigned number of 64 bits has. Changing this changes stored data: checkpoints hold positions. */
const DIGITS = 20;
const PATTERN = /^(\d{20})-(\d{20})$/;
const LARGEST = 2n ** 64n - 1n;

/** The token of a place: both numbers, padded with zeros, so that the order of strings is the order of the log. */
export const toPosition = ({ commit, prepare }: LogPosition): Position => `${padded(commit)}-${padded(prepare)}`;

/**
 * The place that a token stands for.
 *
 * @throws RangeError when it is no token of this store.
 */
export function fromPosition(position: Position): LogPosition {
  const [, commit, prepare] = PATTERN.exec(position) ?? [];
  if (commit === undefined || prepare === undefined) throw new RangeError(`"${position}" is not a position of EventStoreDB.`);
  return { commit: BigInt(commit), prepare: BigInt(prepare) };
}

/** Whether the server said where, and did not put there what stands for "unknown". */
export const isKnown = (position: LogPosition | undefined): position is LogPosition =>
  position !== undefined && position.commit < LARGEST && position.prepare < LARGEST;

const padded = (number: bigint): string => String(number).padStart(DIGITS, '0');
