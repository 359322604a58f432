import { SCOPES } from '#http';
import { type Command, Option } from 'commander';
import { keyOption, parseUuid, parseWhole } from '../arguments.js';
import type { Cli, JsonOption } from '../cli.js';
import { listClients } from './list.command.js';
import { registerClient, type RegisterOptions } from './register.command.js';
import { revokeClient } from './revoke.command.js';

/** `clients …`. */
export function addClientsCommands(program: Command, cli: Cli): void {
  const clients = program
    .command('clients')
    .summary('the programs that use the API')
    .description('The OAuth clients of the organization of the client CASETRAIL_CLIENT_ID, which needs the scope admin.');
  clients
    .command('register')
    .summary('let a program use the API, and show its secret')
    .description('Registers a client. Shows its id and its secret; the secret is shown this once.')
    .argument('<name>', 'what people call the program')
    .addOption(new Option('--scope <scope...>', 'what it may do; by default all that daily work with cases needs').choices(SCOPES))
    .option('--api-version <version>', 'the version of the API that it gets when it asks for none', parseWhole(1, 3, 'Versions are 1, 2 and 3.'))
    .option('--json', 'print the client and its secret as JSON')
    .addOption(keyOption())
    .addHelpText('after', '\nExample:\n  casetrail clients register onboarding --scope cases:read cases:write')
    .action((name: string, options: RegisterOptions) => registerClient(cli, name, options));
  clients
    .command('list')
    .summary('who may use the API, and who might once')
    .description('Shows the clients, the newest first, the revoked ones too. Secrets are never shown again.')
    .option('--json', 'print the list as JSON')
    .action((options: JsonOption) => listClients(cli, options));
  clients
    .command('revoke')
    .summary('let a program use the API no longer')
    .description('Revokes a client, for ever: it gets no more access tokens, and those that it has stop working within moments.')
    .argument('<client id>', 'its id, as "clients list" gives it', parseUuid('A client id is a UUID: "clients list" shows them.'))
    .option('--json', 'print the id as JSON')
    .action((id: string, options: JsonOption) => revokeClient(cli, id, options));
}
