import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { allProjections } from '#assembly';
import type { EventStore, RecordedEvent } from '#event-sourcing';
import { openReadStore } from '#read-store/engines';
import { Service, WEBHOOK_SECRET } from '../support/service.js';
import { isAcknowledged, isRefused, Ledger, type LedgerEntry } from './ledger.js';
import { LoadClient } from './load-client.js';
import { type Random, seededRandom } from './random.js';
import { verifyLedger } from './verify-ledger.js';
import { verifyLog } from './verify-log.js';
import { verifyReadModels } from './verify-read-models.js';
import { openWork, verifyWebhooks } from './verify-webhooks.js';
import { type Violation, violationsOf } from './violation.js';
import { openWebhookBook, type SeenWebhook, type WebhookBook } from './webhook-book.js';

export interface CrashTestOptions {
  /** How often the service is killed. */
  readonly kills: number;
  /** Chooses the moments of the kills and what the clients do; the rest is up to the machine. */
  readonly seed: number;
  /** Told before each kill. */
  readonly onKill?: (number: number) => void;
}

export interface CrashTestReport {
  /** For people, by name. */
  readonly figures: Readonly<Record<string, number>>;
  readonly violations: readonly Violation[];
}

const CLIENTS = 16;
/** The longest that the service lives between two kills, and the longest that a start lives that is killed itself. */
const LONGEST_LIFE_MS = 700;
const LONGEST_START_MS = 900;
/** One in so many starts does not live to be ready. */
const KILLED_WHILE_STARTING = 6;
/** Everything that is under way is done by then; a delivery that was refused once waits 5 s. */
const QUIET_WITHIN_MS = 60_000;

/** Kills the service under load again and again, and then looks for anything that this has done. */
export async function runCrashTest(options: CrashTestOptions): Promise<CrashTestReport> {
  const book = await openWebhookBook(WEBHOOK_SECRET);
  const service = new Service({ LOG_LEVEL: 'error' });
  const ledger = new Ledger();
  try {
    const startsKilled = await killAgainAndAgain(service, ledger, book, options);
    const log = service.openLog();
    const stillOpen = await untilQuiet(log);
    const exitCode = await service.stop();
    const events = await wholeLog(log);
    const readStore = await openReadStore(`sqlite:${join(service.dataDir, 'read.db')}`);
    const readModels = await verifyReadModels(allProjections, log, events, readStore);
    await readStore.close();
    await log.close();
    return {
      figures: {
        'kills': options.kills,
        'of them while starting': startsKilled,
        ...figuresOf(ledger.entries, events, book.seen),
        'documents compared with a rebuild': readModels.documents,
      },
      violations: [
        ...verifyLog(events),
        ...verifyLedger(ledger.entries, events),
        ...verifyWebhooks(events, book.seen),
        ...readModels.violations,
        ...violationsOf('stale')(ledger.staleReads),
        ...violationsOf('service')([
          ...ledger.oddAnswers,
          ...stillOpen.map((what) => `${what} was still under way after ${QUIET_WITHIN_MS} ms`),
          ...(exitCode === 0 ? [] : [`the last stop ended with exit code ${exitCode}`]),
        ]),
      ],
    };
  } finally {
    await service.dispose();
    await book.close();
  }
}

/** Lets clients work on a service that is killed and started; in the end it is up, and every client has its last answer. */
async function killAgainAndAgain(service: Service, ledger: Ledger, book: WebhookBook, { kills, seed, onKill }: CrashTestOptions): Promise<number> {
  const random = seededRandom(seed);
  const over = new AbortController();
  const clients = Array.from({ length: CLIENTS }, (_, index) => {
    const settings = { name: `c${index}`, service, ledger, random: seededRandom(seed + 1 + index), webhookUrl: book.url };
    return new LoadClient(settings).run(over.signal);
  });
  let startsKilled = 0;
  for (let kill = 1; kill <= kills; kill++) {
    onKill?.(kill);
    if (await lifeOf(service, random)) startsKilled++;
  }
  await service.start();
  await delay(LONGEST_LIFE_MS);
  over.abort();
  await Promise.all(clients);
  return startsKilled;
}

/** Starts the service and kills it at some moment; true when that was before it was ready. */
async function lifeOf(service: Service, random: Random): Promise<boolean> {
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
  await service.kill();
  return false;
}

/** Waits until nothing is under way any more; what still is when time is up. */
async function untilQuiet(log: EventStore): Promise<readonly string[]> {
  const deadline = performance.now() + QUIET_WITHIN_MS;
  for (;;) {
    const open = openWork(await wholeLog(log));
    if (open.length === 0 || performance.now() > deadline) return open;
    await delay(500);
  }
}

async function wholeLog(log: EventStore): Promise<readonly RecordedEvent[]> {
  return log.readAll({ limit: Number.MAX_SAFE_INTEGER });
}

function figuresOf(entries: readonly LedgerEntry[], events: readonly RecordedEvent[], seen: readonly SeenWebhook[]): Record<string, number> {
  const count = (type: string): number => events.filter((event) => event.type === type).length;
  return {
    'requests sent': entries.length,
    'acknowledged': entries.filter(isAcknowledged).length,
    'refused': entries.filter(isRefused).length,
    'without an answer': entries.filter(({ answer }) => answer === undefined).length,
    'events in the log': events.length,
    'cases': count('case-created'),
    'cases completed': count('case-completed'),
    'outcomes changed later': count('case-outcome-changed'),
    'webhooks': new Set(seen.map(({ webhookId }) => webhookId)).size,
    'attempts received': seen.length,
    'attempts refused, to be made again': count('delivery-attempt-failed'),
  };
}
