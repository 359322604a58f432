import { setTimeout as delay } from 'node:timers/promises';
import type { Position } from '#event-sourcing';
import { Readiness } from './readiness.js';
import { type Onlooker, workLeft } from './work-left.js';

/** How long it took until everything was as it should be. */
export interface Recovery {
  /** Milliseconds; of one that was given up, until then. */
  readonly ms: number;
  /** What was missing when it was looked at for the last time before everything was there, or when it was given up. */
  readonly waitedFor: readonly string[];
  readonly complete: boolean;
}

const LOOK_EVERY_MS = 150;
const GIVE_UP_AFTER_MS = 60_000;

/**
 * Waits until every process is ready, and everything has followed from what was in the log at the beginning of the wait:
 * with load on the service this is when there is no lag that comes from before.
 *
 * @param since when the fault ended, by the monotonic clock.
 */
export async function recovered(onlooker: Onlooker, since: number): Promise<Recovery> {
  const left = leftSince(onlooker);
  let waitedFor: readonly string[] = [];
  for (;;) {
    const missing = await left();
    const ms = Math.round(performance.now() - since);
    if (missing.length === 0) return { ms, waitedFor, complete: true };
    waitedFor = missing;
    if (ms > GIVE_UP_AFTER_MS) return { ms, waitedFor, complete: false };
    await delay(LOOK_EVERY_MS);
  }
}

/**
 * Waits until nothing is left to follow from anything. Nobody may ask for anything any more, but what follows from events may be
 * events, too.
 */
export async function settled(onlooker: Onlooker): Promise<Recovery> {
  const since = performance.now();
  for (;;) {
    const before = onlooker.log.events.length;
    const recovery = await recovered(onlooker, since);
    if (!recovery.complete || onlooker.log.events.length === before) return recovery;
  }
}

/** Looks at what is left of the work that there was when it was looked at for the first time, and who is not ready yet. */
function leftSince(onlooker: Onlooker): () => Promise<readonly string[]> {
  const readiness = new Readiness(onlooker.installation.processes);
  let until: Position | undefined;
  return async () => {
    try {
      until ??= await onlooker.log.update();
      return [...(await readiness.missing()), ...(await workLeft(onlooker, until))];
    } catch (error) {
      return [(error as Error).message];
    }
  };
}
