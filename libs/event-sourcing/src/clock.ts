/** Where the time comes from; tests put their own here. */
export abstract class Clock {
  /** Milliseconds since the Unix epoch. */
  abstract now(): number;
}

/** Where random ids come from; tests put their own here. */
export abstract class Ids {
  /** A fresh UUID. */
  abstract uuid(): string;
}

/** The machine's clock. */
export const systemClock: Clock = { now: () => Date.now() };

/** Says how long ago something was: counts milliseconds from some moment, whatever is done to the machine's clock. */
export const monotonicClock: Clock = { now: () => performance.now() };

/** A time in the form that events, documents and answers carry: ISO 8601, UTC, milliseconds. */
export const isoTime = (milliseconds: number): string => new Date(milliseconds).toISOString();
