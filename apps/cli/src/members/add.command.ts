import { memberSchema, type MemberRole } from '#organizations';
import { type Cli, type JsonOption, type KeyOption, writeJson } from '../cli.js';
import { ServiceClient } from '../service-client.js';
import { printable } from '../text/printable.js';
import { readPassword } from './read-password.js';

export interface AddOptions extends JsonOption, KeyOption {
  readonly name: string;
  readonly role: MemberRole;
  readonly passwordStdin?: true;
}

/** `members add <email>`. */
export async function addMember(cli: Cli, email: string, { name, role, passwordStdin, json, idempotencyKey }: AddOptions): Promise<void> {
  const service = new ServiceClient(cli);
  const password = passwordStdin ? { password: await readPassword(cli) } : {};
  const member = await service.change('POST', '/api/members/', memberSchema, { email, name, role, ...password }, idempotencyKey);
  if (json) writeJson(cli, member);
  else cli.terminal.out(`${cli.terminal.colours.green(`${printable(member.name)} is member ${member.id}: ${member.role}.`)}\n`);
}
