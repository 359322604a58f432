import { z } from 'zod';
import { type Cli, type JsonOption, writeJson } from '../cli.js';
import { ServiceClient } from '../service-client.js';

/** `webhook-secrets retire <secret id>`. */
export async function retireWebhookSecret(cli: Cli, id: string, { json }: JsonOption): Promise<void> {
  const service = new ServiceClient(cli);
  await service.request('DELETE', `/api/webhook-secrets/${id}/`, z.undefined());
  if (json) writeJson(cli, { secret_id: id });
  else cli.terminal.out(`${cli.terminal.colours.green(`Nothing more is signed with secret ${id}.`)}\n`);
}
