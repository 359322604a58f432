import { setTimeout as pause } from 'node:timers/promises';
import type { ConsumeOptions, ReceivedMessage } from './broker.js';

/** The pause after so many failures in a row, in milliseconds. */
export type Backoff = (failures: number) => number;

/** Doubles from 100 ms to 30 s; up to a quarter of it is random, so that what failed together is not tried together. */
export const defaultBackoff: Backoff = (failures) => Math.min(100 * 2 ** (failures - 1), 30_000) * (0.75 + Math.random() / 4);

/**
 * Handles a batch: one key's messages in order, different keys at the same time, each message again and again until it
 * has succeeded. Says how many messages from the batch's beginning are done: all, unless the signal came.
 */
export async function handleBatch(batch: readonly ReceivedMessage[], options: ConsumeOptions, backoff: Backoff): Promise<number> {
  const done = new Set<ReceivedMessage>();
  const lanes = Map.groupBy(batch, (message) => message.key).values();

  const work = async (): Promise<void> => {
    for (let lane = lanes.next(); !lane.done; lane = lanes.next()) {
      for (const message of lane.value) {
        if (!(await handleUntilDone(message, options, backoff))) return;
        done.add(message);
      }
    }
  };
  await Promise.all(Array.from({ length: options.concurrency ?? 1 }, work));

  const firstUndone = batch.findIndex((message) => !done.has(message));
  return firstUndone < 0 ? batch.length : firstUndone;
}

/** False when the signal came first. */
async function handleUntilDone(message: ReceivedMessage, options: ConsumeOptions, backoff: Backoff): Promise<boolean> {
  for (let failures = 0; !options.signal.aborted; ) {
    try {
      await options.handle(message);
      if (failures > 0) options.onStatus?.({ state: 'running' });
      return true;
    } catch (error) {
      failures++;
      const retryInMs = backoff(failures);
      options.onStatus?.({ state: 'retrying', message, error, failures, retryInMs });
      await pause(retryInMs, undefined, { signal: options.signal }).catch(() => undefined);
    }
  }
  return false;
}
