import { backoff } from './backoff.js';
import { type Clock, systemClock } from './clock.js';
import type { Position } from './event.js';
import type { EventBatch, EventFilter, EventStore } from './event-store.js';
import type { Logger } from './logger.js';
import { systemTimer, type Timer } from './timer.js';

/** Where a subscription continues after a restart. */
export interface SubscriptionCheckpoint {
  /** Everything up to and including this position has been handled; undefined for nothing yet. */
  load(): Promise<Position | undefined>;
  /**
   * Remembers that everything up to and including this position was handled. Called after each batch; left out where
   * `handle` itself moves the checkpoint.
   */
  store?(position: Position): Promise<void>;
}

/** What a subscription needs to run. */
export interface SubscriptionSettings {
  /** For logs. */
  readonly name: string;
  readonly store: EventStore;
  readonly filter?: EventFilter;
  /** How many events a batch has at most; the store's default when left out. */
  readonly batchSize?: number;
  readonly checkpoint: SubscriptionCheckpoint;
  /**
   * Does whatever follows from a batch. The next batch waits for it. It sees a batch again after a crash or an error,
   * so it must recognise what it has done. A batch may be empty.
   */
  handle(batch: EventBatch): Promise<void>;
  /** Ends the subscription, after the batch under way. */
  readonly signal: AbortSignal;
  readonly logger: Logger;
  readonly clock?: Clock;
  readonly timer?: Timer;
  /** A number from 0 to below 1; default `Math.random`. */
  readonly random?: () => number;
}

/**
 * How a subscription fares. `retrying` is loud on purpose: an outage, or an event that cannot be handled; nothing behind
 * it is handled until it is gone. It lasts until a batch has been handled.
 */
export type SubscriptionStatus =
  | { readonly state: 'running' }
  | {
      readonly state: 'retrying';
      /** What went wrong the last time. */
      readonly error: Error;
      /** Milliseconds since the Unix epoch at which it went wrong for the first time in this row of failures. */
      readonly since: number;
      /** How often in a row it went wrong. */
      readonly attempts: number;
    }
  | { readonly state: 'stopped' };

/** A subscription under way. */
export interface RunningSubscription {
  readonly status: SubscriptionStatus;
  /** Resolves once the signal was aborted and the batch under way is finished; never rejects. */
  readonly ended: Promise<void>;
}

/** The store ended a subscription that nobody asked it to end. */
export class SubscriptionDroppedError extends Error {
  override readonly name = 'SubscriptionDroppedError';
}

/**
 * Catches up with the log from the checkpoint and then follows it, one batch at a time and in order. The checkpoint is
 * stored after the effect, so a crash at any moment means that a batch is handled again, never that one is left out.
 * Whatever fails, the store or the handler, is tried again from the checkpoint, with growing pauses, until it works or
 * the signal is aborted: no event is ever skipped.
 */
export function runSubscription(settings: SubscriptionSettings): RunningSubscription {
  const { name, store, checkpoint, signal, logger } = settings;
  const { clock = systemClock, timer = systemTimer, random = Math.random } = settings;
  let status: SubscriptionStatus = { state: 'running' };

  const follow = async (): Promise<void> => {
    const after = await checkpoint.load();
    const options = {
      signal,
      ...(after === undefined ? {} : { after }),
      ...(settings.filter === undefined ? {} : { filter: settings.filter }),
      ...(settings.batchSize === undefined ? {} : { batchSize: settings.batchSize }),
    };
    for await (const batch of store.subscribe(options)) {
      await settings.handle(batch);
      await checkpoint.store?.(batch.position);
      if (status.state === 'retrying') {
        logger.info({ subscription: name, attempts: status.attempts }, 'subscription works again');
        status = { state: 'running' };
      }
      if (signal.aborted) return;
    }
    if (!signal.aborted) throw new SubscriptionDroppedError(`The store ended the subscription ${name}.`);
  };

  const run = async (): Promise<void> => {
    while (!signal.aborted) {
      try {
        await follow();
      } catch (thrown) {
        const error = thrown instanceof Error ? thrown : new Error(String(thrown));
        const attempts = status.state === 'retrying' ? status.attempts + 1 : 1;
        const since = status.state === 'retrying' ? status.since : clock.now();
        status = { state: 'retrying', error, since, attempts };
        logger.error({ subscription: name, attempts, err: error }, 'subscription failed, will be tried again');
        await timer.delay(backoff(attempts, random()), signal);
      }
    }
    status = { state: 'stopped' };
  };

  const ended = run();
  return {
    get status() {
      return status;
    },
    ended,
  };
}
