import { isoTime, notFound } from '#event-sourcing';
import { z } from 'zod';
import type { OrganizationEvent } from '../organization.events.js';
import type { OrganizationState } from '../organization.state.js';
import type { SealedSecret } from '../webhook-secret.js';

const HOUR = 60 * 60_000;

/** Hours for which webhooks are signed with the old secrets too: by default a day, at most a month. */
const OVERLAP = { default: 24, most: 720 };

/** The body of `POST /api/webhook-secrets/`. */
export const rotateWebhookSecretInput = z
  .object({
    overlap_hours: z
      .number()
      .min(0)
      .max(OVERLAP.most)
      .default(OVERLAP.default)
      .meta({ description: 'For so long webhooks are signed with the older secrets too; 0 ends them at once.' }),
  })
  .meta({ id: 'RotateWebhookSecret', example: { overlap_hours: 24 } });

/** The body of `POST /api/webhook-secrets/`, checked. */
export type RotateWebhookSecretInput = z.output<typeof rotateWebhookSecretInput>;

/** The command, with the secret that was made for it. */
export interface RotateWebhookSecretDecision {
  readonly secret: SealedSecret;
  readonly input: RotateWebhookSecretInput;
  /** Milliseconds since the Unix epoch. */
  readonly now: number;
}

/** Adds a secret, and lets every older one end with the overlap, unless it ends before. */
export function decideRotateWebhookSecret(
  { secret, input, now }: RotateWebhookSecretDecision,
  state: OrganizationState | undefined,
): readonly OrganizationEvent[] {
  if (!state) throw notFound('organization');
  if (state.webhookSecrets.some(({ secret_id: id }) => id === secret.secret_id)) return [];
  const end = now + input.overlap_hours * HOUR;
  const valid_until = isoTime(end);
  const older = state.webhookSecrets.filter((one) => one.valid_until === null || Date.parse(one.valid_until) > end);
  return [
    { type: 'webhook-secret-added', data: secret },
    ...older.map(({ secret_id }): OrganizationEvent => ({ type: 'webhook-secret-retired', data: { secret_id, valid_until } })),
  ];
}
