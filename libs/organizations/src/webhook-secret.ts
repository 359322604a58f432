import { uuidV5 } from '#event-sourcing';
import type { Sealer } from '#platform';
import type { WebhookSecretState } from './organization.state.js';

/** A webhook secret as an event keeps it. */
export interface SealedSecret {
  readonly secret_id: string;
  readonly sealed: string;
}

/**
 * Follows from the secret, so that the same one is never added twice; secrets are long and random, so it gives nothing
 * away. Changing this changes stored data.
 */
export const webhookSecretId = (org: string, secret: string): string => uuidV5(`webhook-secret/${org}/${secret}`);

/** Whether webhooks are signed with it. @param now milliseconds since the Unix epoch. */
export const signs = ({ valid_until }: Pick<WebhookSecretState, 'valid_until'>, now: number): boolean =>
  valid_until === null || Date.parse(valid_until) > now;

/** Seals a webhook secret for its organization. */
export function sealWebhookSecret(sealer: Sealer, org: string, secret: string): SealedSecret {
  const id = webhookSecretId(org, secret);
  return { secret_id: id, sealed: sealer.seal(secret, place(org, id)) };
}

/** @throws UnsealError when it was sealed with another master key. */
export const openWebhookSecret = (sealer: Sealer, org: string, secret: SealedSecret): string =>
  sealer.open(secret.sealed, place(org, secret.secret_id));

/** Changing this changes stored data. */
const place = (org: string, id: string): readonly string[] => [org, 'webhook-secret', id];
