import { createdOrganizationSchema } from '#organizations';
import { type Cli, type JsonOption, type KeyOption, writeJson } from '../cli.js';
import { ServiceClient } from '../service-client.js';
import { printable } from '../text/printable.js';

export interface CreateOptions extends JsonOption, KeyOption {
  readonly name: string;
}

/** `organizations create <slug>`. */
export async function createOrganization(cli: Cli, slug: string, { name, json, idempotencyKey }: CreateOptions): Promise<void> {
  const service = new ServiceClient(cli);
  const organization = await service.change('POST', '/api/organizations/', createdOrganizationSchema, { slug, name }, idempotencyKey);
  if (json) {
    writeJson(cli, organization);
    return;
  }
  const { out, colours } = cli.terminal;
  const { client_id: id, client_secret: secret, scopes } = organization.client;
  out(`${colours.green(`${printable(organization.name)} is organization ${organization.slug}.`)} Its first client may do: ${scopes.join(', ')}.\n\n`);
  out(`  client_id      ${id}\n  client_secret  ${secret}\n\nKeep the secret now; it is not shown again.\n`);
}
