import { z } from 'zod';
import type { WebhookSecretState } from './organization.state.js';

const time = z.iso.datetime().meta({ example: '2026-01-02T03:04:05.678Z' });

/** A secret that webhooks are signed with, as the API shows it: all but the secret. */
export const webhookSecretSchema = z
  .object({
    secret_id: z.guid(),
    added_at: time,
    valid_until: time.nullable().meta({ description: 'When webhooks stop being signed with it; null for the newest.' }),
  })
  .meta({ id: 'WebhookSecret' });

/** A webhook secret that was just added. */
export const addedWebhookSecretSchema = z
  .object({
    ...webhookSecretSchema.shape,
    secret: z.string().meta({ description: 'As Standard Webhooks 1.0 has it; shown this once.', example: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' }),
  })
  .meta({ id: 'AddedWebhookSecret' });

/** A secret that webhooks are signed with, as the API shows it. */
export type WebhookSecretView = z.output<typeof webhookSecretSchema>;

/** A webhook secret that was just added. */
export type AddedWebhookSecret = z.output<typeof addedWebhookSecretSchema>;

/** Everything that may be shown of a webhook secret. */
export const presentWebhookSecret = ({ secret_id, added_at, valid_until }: WebhookSecretState): WebhookSecretView => ({
  secret_id,
  added_at,
  valid_until,
});
