import { setTimeout as delay } from 'node:timers/promises';
import { eventually } from '../support/eventually.js';
import { holdersOf } from './leases.js';
import { recovered, type Recovery } from './recovery.js';
import { theOnlyHolder } from './takeover.js';
import type { Onlooker } from './work-left.js';

/** Two relays that were started at once. */
export interface RelayTrial {
  /** Which of them published. */
  readonly publisher: string;
  /** How many worked at the same time, at most, as far as was seen. */
  readonly most: number;
  /** Until everything was published that had been waiting. */
  readonly recovery: Recovery;
}

const LOOK_EVERY_MS = 50;
const START_WITHIN_MS = 30_000;

/** Ends both relays in order, starts them at once, and watches who works. */
export async function relayTrial(onlooker: Onlooker): Promise<RelayTrial> {
  const relays = onlooker.installation.of('relay');
  await Promise.all(relays.map((relay) => relay.stop()));
  for (const relay of relays) relay.start();
  const settled = new AbortController();
  const most = mostHolders(onlooker, settled.signal);
  try {
    const publisher = await eventually(() => theOnlyHolder(onlooker, 'relay'), { withinMs: START_WITHIN_MS, everyMs: LOOK_EVERY_MS });
    const recovery = await recovered(onlooker, performance.now());
    settled.abort();
    return { publisher: publisher.name, most: await most, recovery };
  } finally {
    settled.abort();
  }
}

async function mostHolders({ installation }: Onlooker, signal: AbortSignal): Promise<number> {
  let most = 0;
  while (!signal.aborted) {
    most = Math.max(most, (await holdersOf('relay', installation.of('relay'))).length);
    await delay(LOOK_EVERY_MS);
  }
  return most;
}
