import type { EventMetadata, Position, RecordedEvent } from './event.js';
import type { JsonObject } from './json.js';

/** An event to be appended. */
export interface NewEvent {
  readonly id: string;
  readonly type: string;
  readonly data: JsonObject;
  readonly metadata: EventMetadata;
}

/**
 * What the writer believes of the stream: that it does not exist, that its last event has this revision, or nothing at
 * all. `any` is for system streams; a stream of the domain is always written with what its decision has seen.
 */
export type ExpectedRevision = number | 'no-stream' | 'any';

export interface AppendResult {
  /** The revision of the last event appended. */
  readonly revision: number;
  /** The position of the last event appended. */
  readonly position: Position;
}

/**
 * Chooses events of the whole log: by the category of their stream or by their stored name, never both, because the
 * distributed engine's server filters by one of them only.
 */
export type EventFilter = { readonly categories: readonly string[] } | { readonly types: readonly string[] };

export interface ReadStreamOptions {
  readonly direction?: 'forwards' | 'backwards';
  /** The first revision to read, itself included; by default the first event, or backwards the last. */
  readonly from?: number;
  /** How many events at most; by default all of them. */
  readonly limit?: number;
}

export interface ReadAllOptions {
  readonly direction?: 'forwards' | 'backwards';
  /** Events after this position (before it, when reading backwards); by default from the log's first or last event. */
  readonly after?: Position;
  readonly filter?: EventFilter;
  /** How many events at most; default 1,000. */
  readonly limit?: number;
}

export interface SubscribeOptions {
  /** Events after this position; by default from the first. */
  readonly after?: Position;
  readonly filter?: EventFilter;
  /** How many events a batch has at most; default 1,000. */
  readonly batchSize?: number;
  /** Ends the subscription: the iteration finishes without an error. */
  readonly signal?: AbortSignal;
}

/** A stretch of the log, in order. */
export interface EventBatch {
  /** The events of the stretch that the filter lets through; may be none. */
  readonly events: readonly RecordedEvent[];
  /**
   * Everything up to and including this position was seen: fit to be a checkpoint once the batch is handled. Events that the
   * filter hides move it too; live, it may be some dozens of them behind.
   */
  readonly position: Position;
  /** True when the subscription had reached the end of the log, as it was at that moment. */
  readonly live: boolean;
}

/**
 * The log of everything that happened. An append to one stream is atomic and durable once it is answered; there is no
 * append to two. Within a stream revisions count from 0 without gaps, and the order of positions in the whole log
 * agrees with the order of revisions in each stream.
 *
 * A class without code, so that it can stand for itself where dependencies are injected.
 */
export abstract class EventStore {
  /**
   * Appends all the events or none. An append that was done before (the stream holds these event ids right after the
   * expected revision; for `any`, anywhere) gets the first answer and changes nothing.
   *
   * @throws RangeError for no event at all, or one id twice: neither could be recognised.
   * @throws WrongExpectedRevisionError when the stream is not as expected.
   * @throws UnknownOutcomeError when the events may or may not have been stored: send the identical append again.
   * @throws StoreUnavailableError when nothing was stored because the store could not be reached.
   */
  abstract append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<AppendResult>;

  /** The events of one stream; none when it does not exist. Sees every append answered before the call. */
  abstract readStream(stream: string, options?: ReadStreamOptions): Promise<readonly RecordedEvent[]>;

  /** A page of the whole log. */
  abstract readAll(options?: ReadAllOptions): Promise<readonly RecordedEvent[]>;

  /** The position of the last event in the log; undefined while it is empty. */
  abstract head(): Promise<Position | undefined>;

  /**
   * Catches up with the log and then follows it, without an event twice, left out or out of order. Pulled by the
   * reader: no batch is fetched before the one before it was handled. One that starts at the end of the log says so at
   * once, by an empty live batch. Ends with an error when the store drops it.
   */
  abstract subscribe(options?: SubscribeOptions): AsyncIterable<EventBatch>;

  /** Ends subscriptions, lets pending appends finish and gives everything back. */
  abstract close(): Promise<void>;
}

/** Somebody else was faster, or the writer's belief was wrong from the start. */
export class WrongExpectedRevisionError extends Error {
  override readonly name = 'WrongExpectedRevisionError';
  constructor(
    readonly stream: string,
    readonly expected: ExpectedRevision,
    /** The revision of the stream's last event. */
    readonly actual: number | 'no-stream',
  ) {
    super(`Stream ${stream} is at ${actual}, expected ${expected}.`);
  }
}

/** A write whose answer never came: it is done, not done, or done later. The identical append may be sent again: it is recognised. */
export class UnknownOutcomeError extends Error {
  override readonly name = 'UnknownOutcomeError';
}

/** The store cannot be reached; nothing was done. */
export class StoreUnavailableError extends Error {
  override readonly name = 'StoreUnavailableError';
}
