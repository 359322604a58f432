import type { RecordedEvent } from '#event-sourcing';
import { isAcknowledged, isRefused, type LedgerEntry } from './ledger.js';
import type { SeenWebhook } from './webhook-book.js';

/** How much has happened, for people, by name. */
export type Figures = Readonly<Record<string, number>>;

export function figuresOf(entries: readonly LedgerEntry[], events: readonly RecordedEvent[], seen: readonly SeenWebhook[]): Figures {
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
