import { setTimeout as delay } from 'node:timers/promises';
import type { Service } from '../support/service.js';
import { killedService } from './killed-service.js';
import type { Ledger } from '../load/ledger.js';
import { LoadClient } from '../load/load-client.js';
import { type Random, seededRandom } from '../load/random.js';

export interface KillOptions {
  /** How often the service is killed. */
  readonly kills: number;
  /** Chooses the moments of the kills and what the clients do; the rest is up to the machine. */
  readonly seed: number;
  /** Told before each kill. */
  readonly onKill?: (number: number) => void;
}

const CLIENTS = 16;
const CUSTOMERS = 12;
/** The longest that the service lives between two kills, and the longest that a start lives that is killed itself. */
const LONGEST_LIFE_MS = 1_000;
const LONGEST_START_MS = 900;
/** One in so many starts does not live to be ready. */
const KILLED_WHILE_STARTING = 6;

/**
 * Lets clients work on a service that is killed and started again and again. In the end it is up, and every client has
 * its last answer.
 *
 * @returns how often it was killed before it was ready.
 */
export async function killAgainAndAgain(
  service: Service,
  ledger: Ledger,
  webhookUrl: string,
  { kills, seed, onKill }: KillOptions,
): Promise<number> {
  const random = seededRandom(seed);
  const over = new AbortController();
  const clients = Array.from({ length: CLIENTS }, (_, index) => {
    const settings = { name: `c${index}`, service: killedService(service), ledger, random: seededRandom(seed + 1 + index), webhookUrl, customers: CUSTOMERS };
    return new LoadClient(settings).run(over.signal);
  });
  let startsKilled = 0;
  for (let kill = 1; kill <= kills; kill++) {
    onKill?.(kill);
    if (await lifeOf(service, random, ledger)) startsKilled++;
  }
  await service.start();
  await delay(LONGEST_LIFE_MS);
  over.abort();
  await Promise.all(clients);
  return startsKilled;
}

/** Starts the service and kills it at some moment; true when that was before it was ready. */
async function lifeOf(service: Service, random: Random, ledger: Ledger): Promise<boolean> {
  const whileStarting = random() < 1 / KILLED_WHILE_STARTING;
  const starting = service.start();
  if (whileStarting) {
    const ready = starting.then(() => true, () => false);
    await delay(random() * LONGEST_START_MS);
    await service.kill();
    return !(await ready);
  }
  await starting;
  await delay(random() * LONGEST_LIFE_MS);
  if (!service.running) ledger.oddEndings.push(`the service ended by itself: ${service.output.slice(-500)}`);
  await service.kill();
  return false;
}
