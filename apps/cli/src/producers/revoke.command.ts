import { z } from 'zod';
import type { Cli } from '../cli.js';
import { ServiceClient } from '../service-client.js';

/** `producers revoke <producer id>`. */
export async function revokeProducer(cli: Cli, id: string): Promise<void> {
  const service = new ServiceClient(cli.settings(), cli.fetch);
  await service.request('DELETE', `/api/producers/${id}/`, z.undefined());
  cli.terminal.out(`${cli.terminal.colours.green(`Producer ${id} is revoked: what it signs is refused.`)}\n`);
}
