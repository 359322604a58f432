import { webhookSecretSchema, type WebhookSecretView } from '#organizations';
import { type Cli, type JsonOption, writeJson } from '../cli.js';
import { printTable } from '../print-table.js';
import { ServiceClient } from '../service-client.js';

/** `webhook-secrets list`. */
export async function listWebhookSecrets(cli: Cli, { json }: JsonOption): Promise<void> {
  const secrets = await new ServiceClient(cli).all('/api/webhook-secrets/', webhookSecretSchema);
  if (json) writeJson(cli, secrets);
  else printTable(cli, COLUMNS, secrets.map(cells), 'There is no secret: webhooks are not sent until there is one. "webhook-secrets rotate" adds it.');
}

const COLUMNS = ['SECRET', 'ADDED', 'VALID UNTIL'];

const cells = ({ secret_id, added_at, valid_until }: WebhookSecretView): readonly string[] => [secret_id, added_at, valid_until ?? '–'];
