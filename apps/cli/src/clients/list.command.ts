import { clientSchema, type ClientView } from '#organizations';
import { type Cli, type JsonOption, writeJson } from '../cli.js';
import { printTable } from '../print-table.js';
import { ServiceClient } from '../service-client.js';
import { printable } from '../text/printable.js';

/** `clients list`. */
export async function listClients(cli: Cli, { json }: JsonOption): Promise<void> {
  const clients = await new ServiceClient(cli).all('/api/clients/', clientSchema);
  if (json) writeJson(cli, clients);
  else printTable(cli, COLUMNS, clients.map(cells), 'No program may use the API.');
}

const COLUMNS = ['CLIENT', 'NAME', 'VERSION', 'REGISTERED', 'REVOKED', 'SCOPES'];

const cells = ({ client_id, name, scopes, api_version, registered_at, revoked_at }: ClientView): readonly string[] => [
  client_id, printable(name), String(api_version), registered_at, revoked_at ?? '–', scopes.join(' '),
];
