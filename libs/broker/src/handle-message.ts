import { backoff, type Timer } from '#event-sourcing';
import { type ConsumeOptions, type ReceivedMessage, UnprocessableMessageError } from './broker.js';
import type { ConsumerDeadLetters } from './dead-letters/index.js';

/** How the pauses after failures are made. */
export interface Retrying {
  readonly timer: Timer;
  /** A number from 0 to below 1. */
  readonly random: () => number;
}

/** What messages are handled with. */
export interface Handling {
  readonly options: ConsumeOptions;
  readonly retrying: Retrying;
  readonly letters: ConsumerDeadLetters;
}

/** How handling a message ended; `stopped` when the signal came first. */
export type Ending = { readonly end: 'done' | 'stopped' } | { readonly end: 'given-up'; readonly error: unknown; readonly attempts: number };

/**
 * Handles a message again and again, until it has succeeded or is given up; not at all when the signal came before. An
 * outage is no attempt, however long it lasts.
 */
export async function handleMessage(message: ReceivedMessage, handling: Handling): Promise<Ending> {
  const { options } = handling;
  if (options.signal.aborted) return { end: 'stopped' };
  let attempts = 0;
  let last: unknown;
  const givesUp = (error: unknown): boolean => {
    // Once everything is being stopped, a failure says nothing about the message.
    if (options.signal.aborted) return false;
    const unprocessable = error instanceof UnprocessableMessageError;
    if (!unprocessable && options.isOutage?.(error)) return false;
    attempts++;
    last = error;
    return unprocessable || attempts >= (options.attempts ?? Infinity);
  };
  const end = await persist(message, () => options.handle(message), handling, givesUp);
  return end === 'given-up' ? { end, error: last, attempts } : { end };
}

/**
 * Notes what became of a message, for as long as that takes; after the signal it is tried once more, so that a clean end
 * does nothing twice. False when it could not be noted.
 */
export async function note(message: ReceivedMessage, write: () => Promise<void>, handling: Handling): Promise<boolean> {
  return (await persist(message, write, handling, () => false)) === 'done';
}

async function persist(
  message: ReceivedMessage,
  work: () => Promise<void>,
  { options, retrying: { timer, random } }: Handling,
  givesUp: (error: unknown) => boolean,
): Promise<Ending['end']> {
  for (let failures = 0; failures === 0 || !options.signal.aborted; ) {
    try {
      await work();
      if (failures > 0) options.onStatus?.({ state: 'running' });
      return 'done';
    } catch (error) {
      if (wasStopped(error, options.signal)) return 'stopped';
      failures++;
      if (givesUp(error)) return 'given-up';
      const retryInMs = backoff(failures, random());
      options.onStatus?.({ state: 'retrying', message, error, failures, retryInMs });
      await timer.delay(retryInMs, options.signal);
    }
  }
  return 'stopped';
}

/** Whether the work ended because of the signal, before it had begun anything. */
const wasStopped = (error: unknown, signal: AbortSignal): boolean => signal.aborted && error === signal.reason;
