import { PRODUCER_SCOPES } from '#organizations';
import { type Command, Option } from 'commander';
import { keyOption, parseUuid } from '../arguments.js';
import type { Cli, JsonOption } from '../cli.js';
import { listProducers } from './list.command.js';
import { registerProducer, type RegisterOptions } from './register.command.js';
import { revokeProducer } from './revoke.command.js';

/** `producers …`. */
export function addProducersCommands(program: Command, cli: Cli): void {
  const producers = program
    .command('producers')
    .summary('the services that give commands by message')
    .description(
      'The services of your own that give commands by message: of the organization of the client CASETRAIL_CLIENT_ID, which needs the scope admin.',
    );
  producers
    .command('register')
    .summary('let a service give commands, and show the secret that it signs with')
    .description('Lets a service give commands by message. Shows its id and the secret that it signs with; the secret is shown this once.')
    .argument('<name>', 'what people call the service')
    .addOption(new Option('--scope <scope...>', 'what it may do').choices(PRODUCER_SCOPES).makeOptionMandatory())
    .option('--json', 'print the producer and its secret as JSON')
    .addOption(keyOption())
    .addHelpText('after', '\nExample:\n  casetrail producers register screening --scope decisions:write')
    .action((name: string, options: RegisterOptions) => registerProducer(cli, name, options));
  producers
    .command('list')
    .summary('who may give commands, and who might once')
    .description('Shows the producers, the newest first, the revoked ones too. Secrets are never shown again.')
    .option('--json', 'print the list as JSON')
    .action((options: JsonOption) => listProducers(cli, options));
  producers
    .command('revoke')
    .summary('refuse what a service signs from now on')
    .description('Refuses what a producer signs from now on, for ever. To give it another secret, register it anew first.')
    .argument('<producer id>', 'its id, as "producers list" gives it', parseUuid('A producer id is a UUID: "producers list" shows them.'))
    .option('--json', 'print the id as JSON')
    .action((id: string, options: JsonOption) => revokeProducer(cli, id, options));
}
