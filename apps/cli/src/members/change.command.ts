import { memberSchema, type MemberRole } from '#organizations';
import { type Cli, type JsonOption, type KeyOption, writeJson } from '../cli.js';
import { ServiceClient } from '../service-client.js';
import { printable } from '../text/printable.js';
import { readPassword } from './read-password.js';

export interface ChangeOptions extends JsonOption, KeyOption {
  readonly name?: string;
  readonly role?: MemberRole;
  readonly passwordStdin?: true;
  /** False with `--no-password`. */
  readonly password: boolean;
}

/** `members change <member id>`. */
export async function changeMember(cli: Cli, id: number, options: ChangeOptions): Promise<void> {
  const service = new ServiceClient(cli);
  const { name, role, json, idempotencyKey } = options;
  const changes = { name, role, ...(await passwordChange(cli, options)) };
  const member = await service.change('PATCH', `/api/members/${id}/`, memberSchema, changes, idempotencyKey);
  if (json) writeJson(cli, member);
  else cli.terminal.out(`${cli.terminal.colours.green(`Member ${id} is ${printable(member.name)}: ${member.role}.`)}\n`);
}

async function passwordChange(cli: Cli, { password, passwordStdin }: ChangeOptions): Promise<{ password?: string | null }> {
  if (passwordStdin) return { password: await readPassword(cli) };
  return password ? {} : { password: null };
}
