import { addedWebhookSecretSchema } from '#organizations';
import { type Cli, type JsonOption, writeJson } from '../cli.js';
import { ServiceClient } from '../service-client.js';

export interface RotateOptions extends JsonOption {
  readonly overlapHours?: number;
}

/** `webhook-secrets rotate`. */
export async function rotateWebhookSecret(cli: Cli, { overlapHours, json }: RotateOptions): Promise<void> {
  const service = new ServiceClient(cli.settings(), cli.fetch);
  const added = await service.request('POST', '/api/webhook-secrets/', addedWebhookSecretSchema, { overlap_hours: overlapHours });
  if (json) {
    writeJson(cli, added);
    return;
  }
  const { out, colours } = cli.terminal;
  out(`${colours.green('Webhooks are signed with a new secret from now on.')}\n\n`);
  out(`  secret_id  ${added.secret_id}\n  secret     ${added.secret}\n\nKeep the secret now; it is not shown again.\n`);
}
