import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { allProjections } from '#assembly';
import type { EventStore, RecordedEvent } from '#event-sourcing';
import { openReadStore } from '#read-store/engines';
import { Service, WEBHOOK_SECRET } from '../support/service.js';
import { figuresOf } from '../load/figures.js';
import { type KillOptions, killAgainAndAgain } from './kills.js';
import { Ledger } from '../load/ledger.js';
import { openWork } from '../load/open-work.js';
import type { Findings } from '../load/summary.js';
import { verifyLedger } from '../load/verify-ledger.js';
import { verifyLog } from '../load/verify-log.js';
import { bringUpToDate, verifyReadModels } from '../load/verify-read-models.js';
import { verifyWebhooks } from '../load/verify-webhooks.js';
import { type Rule, violationsOf } from '../load/violation.js';
import { openWebhookBook, type WebhookBook } from '../load/webhook-book.js';

/** What it looks at. */
export const CRASH_RULES = ['lost', 'twice', 'unasked', 'gap', 'stale', 'webhook', 'readModel', 'service'] as const satisfies readonly Rule[];

/** Everything that is under way is done by then; a delivery that was refused once waits 5 s. */
const QUIET_WITHIN_MS = 60_000;

/** Kills the service under load again and again, and then looks for anything that this has done. */
export async function runCrashTest(options: KillOptions): Promise<Findings> {
  const book = await openWebhookBook(WEBHOOK_SECRET, refusesFirstOfTwenty);
  const service = new Service({ LOG_LEVEL: 'error' });
  const ledger = new Ledger();
  try {
    const startsKilled = await killAgainAndAgain(service, ledger, book.url, options);
    const endings = await endInPeace(service);
    const { figures, violations } = await verify(service, ledger, book);
    const all = [...violations, ...violationsOf('service')([...ledger.oddAnswers, ...ledger.oddEndings, ...endings])];
    if (all.length === 0) await service.dispose();
    return {
      figures: { 'kills': options.kills, 'of them while starting': startsKilled, ...figures, 'errors in its own log': errorsIn(service.output) },
      violations: all,
      dataDir: service.dataDir,
    };
  } finally {
    await service.kill();
    await book.close();
  }
}

/** So that some webhooks are attempted more than once without any crash, too. */
const refusesFirstOfTwenty = (webhookId: string, attempt: number): boolean => attempt === 1 && Number.parseInt(webhookId.slice(-4), 16) % 20 === 0;

/** Waits until nothing is under way any more and stops the service; what is wrong with that. */
async function endInPeace(service: Service): Promise<readonly string[]> {
  const log = await service.openLog();
  const deadline = performance.now() + QUIET_WITHIN_MS;
  let open = openWork(await wholeLog(log));
  while (open.length > 0 && performance.now() < deadline) {
    await delay(500);
    open = openWork(await wholeLog(log));
  }
  await log.close();
  const exitCode = await service.stop();
  return [
    ...open.map((what) => `${what} was still under way after ${QUIET_WITHIN_MS} ms`),
    ...(exitCode === 0 ? [] : [`the last stop ended with exit code ${exitCode}`]),
  ];
}

/** Compares what the clients and the receiver saw with what the stopped service has stored. */
async function verify(service: Service, ledger: Ledger, book: WebhookBook): Promise<Pick<Findings, 'figures' | 'violations'>> {
  const log = await service.openLog();
  const readStore = await openReadStore(`sqlite:${join(service.dataDir, 'read.db')}`);
  try {
    const events = await wholeLog(log);
    await bringUpToDate(allProjections, log, events, readStore);
    const readModels = await verifyReadModels(allProjections, log, events, readStore);
    return {
      figures: { ...figuresOf(ledger.entries, events, book.seen), 'documents compared with a rebuild': readModels.documents },
      violations: [
        ...verifyLog(events),
        ...verifyLedger(ledger.entries, events, ['case', 'customer']),
        ...verifyWebhooks(events, book.seen),
        ...readModels.violations,
        ...violationsOf('stale')(ledger.staleReads),
      ],
    };
  } finally {
    await readStore.close();
    await log.close();
  }
}

const errorsIn = (output: string): number => output.split('"level":"error"').length - 1;

async function wholeLog(log: EventStore): Promise<readonly RecordedEvent[]> {
  return log.readAll({ limit: Number.MAX_SAFE_INTEGER });
}
