import { z } from 'zod';
import { type Cli, type JsonOption, writeJson } from '../cli.js';
import { ServiceClient } from '../service-client.js';

/** `members remove <member id>`. */
export async function removeMember(cli: Cli, id: number, { json }: JsonOption): Promise<void> {
  const service = new ServiceClient(cli);
  await service.request('DELETE', `/api/members/${id}/`, z.undefined());
  if (json) writeJson(cli, { id });
  else cli.terminal.out(`${cli.terminal.colours.green(`Member ${id} is removed.`)}\n`);
}
