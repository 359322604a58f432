import { addedWebhookSecretSchema } from '#organizations';
import { type Cli, type JsonOption, type KeyOption, writeJson } from '../cli.js';
import { ServiceClient } from '../service-client.js';

export interface RotateOptions extends JsonOption, KeyOption {
  readonly overlapHours?: number;
}

/** `webhook-secrets rotate`. */
export async function rotateWebhookSecret(cli: Cli, { overlapHours, json, idempotencyKey }: RotateOptions): Promise<void> {
  const service = new ServiceClient(cli);
  const added = await service.change('POST', '/api/webhook-secrets/', addedWebhookSecretSchema, { overlap_hours: overlapHours }, idempotencyKey);
  if (json) {
    writeJson(cli, added);
    return;
  }
  const { out, colours } = cli.terminal;
  out(`${colours.green('Webhooks are signed with a new secret from now on.')}\n\n`);
  out(`  secret_id  ${added.secret_id}\n  secret     ${added.secret}\n\nKeep the secret now; it is not shown again.\n`);
}
