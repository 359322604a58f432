import { backoff, type Timer } from '#event-sourcing';
import type { ConsumeOptions, ReceivedMessage } from './broker.js';

/** How the pauses after failures are made. */
export interface Retrying {
  readonly timer: Timer;
  /** A number from 0 to below 1. */
  readonly random: () => number;
}

/**
 * Handles a batch: one key's messages in order, different keys at the same time, each message again and again until it
 * has succeeded. Says how many messages from the batch's beginning are done: all, unless the signal came.
 */
export async function handleBatch(batch: readonly ReceivedMessage[], options: ConsumeOptions, retrying: Retrying): Promise<number> {
  const done = new Set<ReceivedMessage>();
  const lanes = Map.groupBy(batch, (message) => message.key).values();

  const work = async (): Promise<void> => {
    for (let lane = lanes.next(); !lane.done; lane = lanes.next()) {
      for (const message of lane.value) {
        if (!(await handleUntilDone(message, options, retrying))) return;
        done.add(message);
      }
    }
  };
  await Promise.all(Array.from({ length: options.concurrency ?? 1 }, work));

  const firstUndone = batch.findIndex((message) => !done.has(message));
  return firstUndone < 0 ? batch.length : firstUndone;
}

/** False when the signal came first. */
async function handleUntilDone(message: ReceivedMessage, options: ConsumeOptions, { timer, random }: Retrying): Promise<boolean> {
  for (let failures = 0; !options.signal.aborted; ) {
    try {
      await options.handle(message);
      if (failures > 0) options.onStatus?.({ state: 'running' });
      return true;
    } catch (error) {
      failures++;
      const retryInMs = backoff(failures, random());
      options.onStatus?.({ state: 'retrying', message, error, failures, retryInMs });
      await timer.delay(retryInMs, options.signal);
    }
  }
  return false;
}
