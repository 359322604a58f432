import { conflict, isoTime, notFound } from '#event-sourcing';
import type { OrganizationEvent } from '../organization.events.js';
import type { OrganizationState } from '../organization.state.js';
import { signs } from '../webhook-secret.js';

/** The command: which one, and at what moment (milliseconds since the Unix epoch). */
export interface RetireWebhookSecretDecision {
  readonly secretId: string;
  readonly now: number;
}

/** Ends a secret at once. The last one stays: webhooks are always signed. */
export function decideRetireWebhookSecret(
  { secretId, now }: RetireWebhookSecretDecision,
  state: OrganizationState | undefined,
): readonly OrganizationEvent[] {
  const secret = state?.webhookSecrets.find(({ secret_id: id }) => id === secretId);
  if (!state || !secret) throw notFound('webhook_secret');
  if (!signs(secret, now)) return [];
  // One that ends by itself is no reason to be left without.
  const others = state.webhookSecrets.filter(({ secret_id: id, valid_until }) => id !== secretId && valid_until === null);
  if (others.length === 0) {
    throw conflict('last_webhook_secret', 'This is the newest secret, and webhooks are always signed: add another one first.');
  }
  return [{ type: 'webhook-secret-retired', data: { secret_id: secretId, valid_until: isoTime(now) } }];
}
