import { MEMBER_ROLES } from '#organizations';
import { type Command, Option } from 'commander';
import { keyOption, parseWhole } from '../arguments.js';
import type { Cli, JsonOption } from '../cli.js';
import { addMember, type AddOptions } from './add.command.js';
import { changeMember, type ChangeOptions } from './change.command.js';
import { listMembers } from './list.command.js';
import { removeMember } from './remove.command.js';

const role = (): Option => new Option('--role <role>', 'what they may do').choices(MEMBER_ROLES);
const passwordStdin = (): Option => new Option('--password-stdin', 'read their password from standard input, to the end of the line');
const memberId = parseWhole(1, 999_999_999_999_999, 'A member id is a whole number from 1.');

/** `members …`. */
export function addMembersCommands(program: Command, cli: Cli): void {
  const members = program
    .command('members')
    .summary('the people of an organization')
    .description('The people of the organization of the client CASETRAIL_CLIENT_ID, which needs the scope admin.');
  members
    .command('add')
    .summary('add a person, with or without a password for the cookie login')
    .description('Adds a person. One who was removed comes back under the same id. Without a password they cannot log in.')
    .argument('<email>', 'stands for this person for ever')
    .requiredOption('--name <name>', 'what people call them')
    .addOption(role().makeOptionMandatory())
    .addOption(passwordStdin())
    .option('--json', 'print the member as JSON')
    .addOption(keyOption())
    .addHelpText('after', '\nExample:\n  casetrail members add ada@example.com --name "Ada Lovelace" --role analyst --password-stdin < password.txt')
    .action((email: string, options: AddOptions) => addMember(cli, email, options));
  members
    .command('list')
    .summary('who belongs to the organization')
    .description('Shows the members, the newest first.')
    .option('--json', 'print the list as JSON')
    .action((options: JsonOption) => listMembers(cli, options));
  members
    .command('change')
    .summary('give a member another name, role or password')
    .description('Changes a member. Another role holds at once; another password ends the sessions of the old one.')
    .argument('<member id>', 'their id, as "members list" gives it', memberId)
    .option('--name <name>', 'what people call them')
    .addOption(role())
    .addOption(passwordStdin().conflicts('password'))
    .option('--no-password', 'take their password away, so that they cannot log in')
    .option('--json', 'print the member as JSON')
    .addOption(keyOption())
    .action((id: number, options: ChangeOptions) => changeMember(cli, id, options));
  members
    .command('remove')
    .summary('take a person out of the organization')
    .description('Removes a member. Their sessions end within moments; what they did still bears their name.')
    .argument('<member id>', 'their id, as "members list" gives it', memberId)
    .option('--json', 'print the id as JSON')
    .action((id: number, options: JsonOption) => removeMember(cli, id, options));
}
