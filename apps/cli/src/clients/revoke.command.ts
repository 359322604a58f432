import { z } from 'zod';
import { type Cli, type JsonOption, writeJson } from '../cli.js';
import { ServiceClient } from '../service-client.js';

/** `clients revoke <client id>`. */
export async function revokeClient(cli: Cli, id: string, { json }: JsonOption): Promise<void> {
  const service = new ServiceClient(cli);
  await service.request('DELETE', `/api/clients/${id}/`, z.undefined());
  if (json) writeJson(cli, { client_id: id });
  else cli.terminal.out(`${cli.terminal.colours.green(`Client ${id} is revoked.`)}\n`);
}
