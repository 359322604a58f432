import { z } from 'zod';
import { type Cli, type JsonOption, writeJson } from '../cli.js';
import { ServiceClient } from '../service-client.js';

/** `producers revoke <producer id>`. */
export async function revokeProducer(cli: Cli, id: string, { json }: JsonOption): Promise<void> {
  const service = new ServiceClient(cli);
  await service.request('DELETE', `/api/producers/${id}/`, z.undefined());
  if (json) writeJson(cli, { producer_id: id });
  else cli.terminal.out(`${cli.terminal.colours.green(`Producer ${id} is revoked: what it signs is refused.`)}\n`);
}
