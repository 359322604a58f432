import { registeredClientSchema } from '#organizations';
import { type Cli, type JsonOption, type KeyOption, writeJson } from '../cli.js';
import { ServiceClient } from '../service-client.js';
import { printable } from '../text/printable.js';

export interface RegisterOptions extends JsonOption, KeyOption {
  readonly scope?: readonly string[];
  readonly apiVersion?: number;
}

/** `clients register <name>`. */
export async function registerClient(cli: Cli, name: string, { scope, apiVersion, json, idempotencyKey }: RegisterOptions): Promise<void> {
  const service = new ServiceClient(cli);
  const client = await service.change('POST', '/api/clients/', registeredClientSchema, { name, scopes: scope, api_version: apiVersion }, idempotencyKey);
  if (json) {
    writeJson(cli, client);
    return;
  }
  const { out, colours } = cli.terminal;
  out(`${colours.green(`${printable(client.name)} may use the API: ${client.scopes.join(', ')}.`)}\n\n`);
  out(`  client_id      ${client.client_id}\n  client_secret  ${client.client_secret}\n\nKeep the secret now; it is not shown again.\n`);
}
