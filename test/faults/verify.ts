import { allProjections, EVENTS_TOPIC } from '#assembly';
import type { EventStore } from '#event-sourcing';
import { figuresOf } from '../load/figures.js';
import type { Ledger } from '../load/ledger.js';
import type { Findings } from '../load/summary.js';
import { verifyLedger } from '../load/verify-ledger.js';
import { verifyLog } from '../load/verify-log.js';
import { verifyReadModels } from '../load/verify-read-models.js';
import { verifyWebhooks } from '../load/verify-webhooks.js';
import { violationsOf } from '../load/violation.js';
import type { WebhookBook } from '../load/webhook-book.js';
import { readTopic } from './topic-reader.js';
import { impliedMessages, verifyTopic } from './verify-topic.js';
import { type Onlooker, readModelsBehind } from './work-left.js';

export interface Evidence {
  readonly onlooker: Onlooker;
  readonly events: EventStore;
  readonly ledger: Ledger;
  readonly book: WebhookBook;
}

/** Ends the processes and compares what clients, receivers and readers of the topic saw with what is stored. */
export async function verify({ onlooker, events, ledger, book }: Evidence): Promise<Pick<Findings, 'figures' | 'violations'>> {
  const { installation, log, readStore } = onlooker;
  const endings = installation.processes.reduce((sum, process) => sum + process.endings, 0);
  const stops = await installation.stop();
  const head = await log.update();
  const recorded = log.events;
  const messages = await readTopic(installation.brokerUrl, EVENTS_TOPIC, impliedMessages(recorded).length);
  const behind = await readModelsBehind(onlooker, head);
  const readModels = await verifyReadModels(allProjections, events, recorded, readStore);
  return {
    figures: {
      ...figuresOf(ledger.entries, recorded, book.seen),
      'messages on the topic': messages.length,
      'documents compared with a rebuild': readModels.documents,
      'processes that ended by themselves, and were started again': endings,
    },
    violations: [
      ...verifyLog(recorded),
      ...verifyLedger(ledger.entries, recorded),
      ...verifyTopic(recorded, messages),
      ...verifyWebhooks(recorded, book.seen),
      ...violationsOf('readModel')(behind),
      ...readModels.violations,
      ...violationsOf('stale')(ledger.staleReads),
      ...violationsOf('service')([...ledger.oddAnswers, ...stops]),
    ],
  };
}
