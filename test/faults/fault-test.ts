import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { EventStore } from '#event-sourcing';
import { openEventStore } from '#event-store';
import { openReadStore } from '#read-store/engines';
import { Ledger } from '../load/ledger.js';
import { LoadClient } from '../load/load-client.js';
import { seededRandom } from '../load/random.js';
import type { Findings } from '../load/summary.js';
import type { Rule } from '../load/violation.js';
import { openWebhookBook, type WebhookBook } from '../load/webhook-book.js';
import { WEBHOOK_SECRET } from '../support/service.js';
import { Balancer } from './balancer.js';
import { Installation } from './installation.js';
import { LogCopy } from './log-copy.js';
import type { Measures } from './measures.js';
import { Pacer } from './pacer.js';
import { planOf, type PlanOptions, type Step } from './plan.js';
import { settled } from './recovery.js';
import { type Limits, StepRunner, type StepTools } from './steps.js';
import { verify } from './verify.js';
import type { Onlooker } from './work-left.js';

export interface FaultOptions extends PlanOptions {
  /** Chooses the moments of the faults and what the clients do; the rest is up to the machine. */
  readonly seed: number;
  /** Told before each step, and what came of the one before. */
  readonly onStep: (step: Step, number: number, of: number) => void;
  /** By what the limits of time are multiplied: 1 on a machine that has nothing else to do. */
  readonly slack: number;
  readonly onMeasured: StepTools['onMeasured'];
  /** Ends the run at once. */
  readonly signal: AbortSignal;
}

/** What it looks at. */
export const FAULT_RULES = [
  'lost', 'twice', 'unasked', 'gap', 'stale', 'unpublished', 'disorder', 'duplicate', 'webhook', 'readModel', 'unavailable', 'recovery', 'service',
] as const satisfies readonly Rule[];

export interface FaultReport extends Findings {
  readonly measures: Measures;
}

const CLIENTS = 8;
/** So many that few cases change with each: the MongoDB-protocol server of the tests looks at every document for that. */
const CUSTOMERS = 500;
/** Moderate: it is about what is lost, and a busy machine would only measure itself. */
const REQUESTS_PER_SECOND = 20;
const WARM_UP_MS = 3_000;
/** Everything is to be well again by then, and the API is to say by then that the event store does not answer. */
const LIMITS: Limits = { wellWithin: 10_000, answerWithin: 5_000 };
/** The longest time between two steps. */
const LONGEST_PAUSE_MS = 2_000;

/**
 * Kills and freezes one part of the service after the other under load, and then looks for anything that this has done. Data
 * and logs stay where the report says.
 *
 * @throws the signal's reason, when that is aborted. Nothing is left running, however it ends.
 */
export async function runFaultTest(options: FaultOptions): Promise<FaultReport> {
  const folder = mkdtempSync(join(tmpdir(), 'casetrail-faults-'));
  const book = await openWebhookBook(WEBHOOK_SECRET);
  const installation = await Installation.started(folder, options.signal);
  const eventStore = await openEventStore(installation.eventStoreUrl);
  const readStore = await openReadStore(installation.readStoreUrl);
  const interrupted = Promise.withResolvers<never>();
  options.signal.addEventListener('abort', () => {
    interrupted.reject(options.signal.reason);
  });
  try {
    const onlooker = { installation, log: new LogCopy(eventStore), readStore };
    const report = await Promise.race([faultsUnderLoad(onlooker, eventStore, book, options), interrupted.promise]);
    return { ...report, dataDir: folder };
  } finally {
    await installation.dispose();
    await readStore.close();
    await eventStore.close();
    await book.close();
  }
}

async function faultsUnderLoad(
  onlooker: Onlooker,
  events: EventStore,
  book: WebhookBook,
  { seed, onStep, onMeasured, slack, signal, ...options }: FaultOptions,
): Promise<Omit<FaultReport, 'dataDir'>> {
  const balancer = new Balancer(onlooker.installation.of('api'), new Pacer(REQUESTS_PER_SECOND));
  const ledger = new Ledger();
  const over = new AbortController();
  const clients = Array.from({ length: CLIENTS }, (_, index) => {
    const settings = { name: `c${index}`, service: balancer, ledger, random: seededRandom(seed + 1 + index), webhookUrl: book.url, customers: CUSTOMERS };
    return new LoadClient(settings).run(AbortSignal.any([over.signal, signal]));
  });
  const random = seededRandom(seed);
  const limits = { wellWithin: slack * LIMITS.wellWithin, answerWithin: slack * LIMITS.answerWithin };
  const runner = new StepRunner({ onlooker, balancer, random, limits, onMeasured });
  await delay(WARM_UP_MS);
  const steps = planOf(options);
  for (const [index, step] of steps.entries()) {
    onStep(step, index + 1, steps.length);
    await delay(random() * LONGEST_PAUSE_MS);
    await runner.run(step);
  }
  over.abort();
  await Promise.all(clients);
  runner.note('everything at rest after the load', await settled(onlooker));
  const { figures, violations } = await verify({ onlooker, events, ledger, book });
  return { figures, violations: [...runner.violations, ...violations], measures: runner.measures };
}
