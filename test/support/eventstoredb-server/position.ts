/** A position as clients know it: two numbers that only have a meaning together. */
export interface LogPosition {
  readonly commit: bigint;
  readonly prepare: bigint;
}

/** The event's number in the embedded log, from 1 without gaps; 0 stands for the beginning. */
export type Place = number;

/** How far apart two records seem to be, in bytes, and how long after the record its commit seems to stand. */
const RECORD = 256n;
const COMMIT = 64n;

/**
 * The position of a place. As on a real server positions have gaps, the prepare position is not behind the commit
 * position, and (0, 0) is the beginning. Unlike there the two are never equal, so that whoever keeps only one of them
 * fails here, and not with the first transaction that another client writes.
 */
export const positionOf = (place: Place): LogPosition => {
  const prepare = BigInt(place) * RECORD;
  return { commit: place === 0 ? prepare : prepare + COMMIT, prepare };
};

/** The place that a position stands for; undefined when no record stands there. */
export function placeOf({ commit, prepare }: LogPosition): Place | undefined {
  const place = prepare / RECORD;
  const expected = positionOf(Number(place));
  return expected.prepare === prepare && expected.commit === commit ? Number(place) : undefined;
}
