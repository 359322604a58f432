import type { RecordedEvent } from '#event-sourcing';
import { groupBy, idOf, LogIndex } from './evidence.js';
import { type Violation, violationsOf } from './violation.js';
import type { SeenWebhook } from './webhook-book.js';

const wrong = violationsOf('webhook');

/** The events whose outcome a webhook is to be told of. */
export function outcomesToTell(index: LogIndex): readonly RecordedEvent[] {
  const withWebhook = new Set(index.ofType('case-created').filter(({ data }) => data.webhook_url !== null).map(({ stream }) => stream));
  return index.ofType('case-completed', 'case-outcome-changed').filter(({ stream }) => withWebhook.has(stream));
}

/**
 * Webhooks against the log: each outcome has come at least once, signed, always under the same `webhook-id` and with the
 * same body; no id was used for two outcomes; nothing came that never was.
 */
export function verifyWebhooks(log: readonly RecordedEvent[], seen: readonly SeenWebhook[]): Violation[] {
  const outcomes = groupBy(outcomesToTell(new LogIndex(log)), (_, event) => `${idOf(event)}@${event.revision}`);
  const received = new Map<string, SeenWebhook[]>();
  const owners = new Map<string, string>();
  const problems: string[] = [];
  for (const webhook of seen) {
    const outcome = `${webhook.caseId}@${webhook.revision}`;
    const owner = owners.get(webhook.webhookId) ?? outcome;
    owners.set(webhook.webhookId, owner);
    received.set(outcome, [...(received.get(outcome) ?? []), webhook]);
    if (owner !== outcome) problems.push(`${webhook.webhookId} was sent for ${owner} and for ${outcome}`);
    if (!webhook.signed) problems.push(`${webhook.webhookId} was not signed as it should be`);
    const event = outcomes.get(outcome)?.[0];
    if (event === undefined) problems.push(`${webhook.webhookId} tells an outcome that never was: ${outcome}`);
    else if (event.data.outcome !== webhook.outcome) problems.push(`${webhook.webhookId} tells ${String(webhook.outcome)} of ${outcome}`);
  }
  for (const outcome of outcomes.keys()) {
    const copies = received.get(outcome) ?? [];
    if (copies.length === 0) problems.push(`${outcome} was never received`);
    if (new Set(copies.map(({ webhookId }) => webhookId)).size > 1) problems.push(`${outcome} was sent under several ids`);
    if (new Set(copies.map(({ body }) => body)).size > 1) problems.push(`${outcome} was sent with several bodies`);
  }
  return wrong(problems);
}
