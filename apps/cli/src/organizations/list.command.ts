import { organizationSchema, type OrganizationView } from '#organizations';
import { type Cli, type JsonOption, writeJson } from '../cli.js';
import { printTable } from '../print-table.js';
import { ServiceClient } from '../service-client.js';
import { printable } from '../text/printable.js';

/** `organizations list`. */
export async function listOrganizations(cli: Cli, { json }: JsonOption): Promise<void> {
  const organizations = await new ServiceClient(cli).all('/api/organizations/', organizationSchema);
  if (json) writeJson(cli, organizations);
  else printTable(cli, COLUMNS, organizations.map(cells), 'There are no organizations.');
}

const COLUMNS = ['ORGANIZATION', 'NAME', 'CREATED'];

const cells = ({ slug, name, created_at }: OrganizationView): readonly string[] => [slug, printable(name), created_at];
