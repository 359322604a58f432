import type { Command } from 'commander';
import { keyOption } from '../arguments.js';
import type { Cli, JsonOption } from '../cli.js';
import { createOrganization, type CreateOptions } from './create.command.js';
import { listOrganizations } from './list.command.js';

/** `organizations …`. */
export function addOrganizationsCommands(program: Command, cli: Cli): void {
  const organizations = program
    .command('organizations')
    .summary('the organizations of this installation')
    .description('Every organization of this installation. The client CASETRAIL_CLIENT_ID needs the scope operator.');
  organizations
    .command('create')
    .summary('make an organization, and show the secret of its first client')
    .description('Makes an organization with a client that may do everything within it. The secret is shown this once.')
    .argument('<slug>', '1 to 40 characters of a-z, 0-9 and -; it never changes')
    .requiredOption('--name <name>', 'what people call it')
    .option('--json', 'print the organization and the secret as JSON')
    .addOption(keyOption())
    .addHelpText('after', '\nExample:\n  casetrail organizations create acme --name "Acme Bank"')
    .action((slug: string, options: CreateOptions) => createOrganization(cli, slug, options));
  organizations
    .command('list')
    .summary('which organizations there are')
    .description('Shows the organizations, the newest first.')
    .option('--json', 'print the list as JSON')
    .action((options: JsonOption) => listOrganizations(cli, options));
}
