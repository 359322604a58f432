import { setTimeout as delay } from 'node:timers/promises';
import { eventually } from '../support/eventually.js';
import { holdersOf } from './leases.js';
import { Readiness } from './readiness.js';
import type { SupervisedProcess } from './supervised-process.js';
import { type Onlooker, readModelsBehind } from './work-left.js';

/** The processes of which one works at a time. */
export type Rivals = 'projector' | 'relay';

const LOOK_EVERY_MS = 100;
const GIVE_UP_AFTER_MS = 60_000;

/**
 * Kills the one that works and leaves it dead; the other one is there already.
 * @returns milliseconds until what happened after the kill has been dealt with by the other one.
 */
export async function takeover(onlooker: Onlooker, rivals: Rivals): Promise<number> {
  const readiness = new Readiness(onlooker.installation.of(rivals));
  const worker = await eventually(
    async () => {
      // The one that the takeover before this killed is still starting: it could not take over yet.
      const missing = await readiness.missing();
      if (missing.length > 0) throw new Error(`${rivals}: nobody stands by: ${missing.join(', ')}`);
      return theOnlyHolder(onlooker, rivals);
    },
    { withinMs: GIVE_UP_AFTER_MS, everyMs: LOOK_EVERY_MS },
  );
  const at = performance.now();
  await worker.stop('SIGKILL');
  try {
    // Something has to happen that the dead one cannot have seen.
    const before = await onlooker.log.update();
    let until = before;
    while (until === before) {
      await delay(LOOK_EVERY_MS);
      until = await onlooker.log.update();
    }
    await eventually(
      async () => {
        const behind = await dealtWith[rivals](onlooker, until);
        if (behind.length > 0) throw new Error(`${rivals}: nobody took over: ${behind.join(', ')}`);
      },
      { withinMs: GIVE_UP_AFTER_MS, everyMs: LOOK_EVERY_MS },
    );
    return Math.round(performance.now() - at);
  } finally {
    worker.start();
  }
}

/** The one whose turn it is, while the other stands by. */
export async function theOnlyHolder({ installation }: Onlooker, rivals: Rivals): Promise<SupervisedProcess> {
  const [holder, another] = await holdersOf(rivals, installation.of(rivals));
  if (holder === undefined || another !== undefined) throw new Error(`${another === undefined ? 'No' : 'More than one'} ${rivals} works.`);
  return holder;
}

/** What is left to be done by whoever takes over. Outcomes that are delivered have come through the relay. */
const dealtWith: Readonly<Record<Rivals, (onlooker: Onlooker, until: string) => Promise<readonly string[]>>> = {
  projector: readModelsBehind,
  relay: async ({ log }, until) => {
    await log.update();
    return log.open.places(until);
  },
};
