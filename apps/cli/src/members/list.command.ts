import { memberSchema, type MemberView } from '#organizations';
import { type Cli, type JsonOption, writeJson } from '../cli.js';
import { printTable } from '../print-table.js';
import { ServiceClient } from '../service-client.js';
import { printable } from '../text/printable.js';

/** `members list`. */
export async function listMembers(cli: Cli, { json }: JsonOption): Promise<void> {
  const members = await new ServiceClient(cli).all('/api/members/', memberSchema);
  if (json) writeJson(cli, members);
  else printTable(cli, COLUMNS, members.map(cells), 'The organization has no members.');
}

const COLUMNS = ['MEMBER', 'EMAIL', 'NAME', 'ROLE', 'PASSWORD', 'SINCE'];

const cells = ({ id, email, name, role, has_password, created_at }: MemberView): readonly string[] => [
  String(id), printable(email), printable(name), role, has_password ? 'yes' : 'no', created_at,
];
