import type { Command } from 'commander';
import { keyOption, parseUuid, parseWhole } from '../arguments.js';
import type { Cli, JsonOption } from '../cli.js';
import { listWebhookSecrets } from './list.command.js';
import { retireWebhookSecret } from './retire.command.js';
import { rotateWebhookSecret, type RotateOptions } from './rotate.command.js';

/** `webhook-secrets …`. */
export function addWebhookSecretsCommands(program: Command, cli: Cli): void {
  const secrets = program
    .command('webhook-secrets')
    .summary('what webhooks are signed with')
    .description('The secrets that webhooks of the organization of the client CASETRAIL_CLIENT_ID are signed with. It needs the scope admin.');
  secrets
    .command('list')
    .summary('which there are, and when they end')
    .description('Shows the secrets by their ids, the newest first. The secrets themselves are never shown again.')
    .option('--json', 'print the list as JSON')
    .action((options: JsonOption) => listWebhookSecrets(cli, options));
  secrets
    .command('rotate')
    .summary('add a secret and show it, and let the older ones end after a while')
    .description(
      'Adds a secret, which is shown this once. For a while webhooks are signed with the older ones too, so that their receiver can ' +
        'change from one to the other whenever it likes.',
    )
    .option('--overlap-hours <hours>', 'when the older ones end; 0 at once (default: 24)', parseWhole(0, 720, 'Hours are a whole number from 0 to 720.'))
    .option('--json', 'print the secret as JSON')
    .addOption(keyOption())
    .action((options: RotateOptions) => rotateWebhookSecret(cli, options));
  secrets
    .command('retire')
    .summary('sign nothing more with a secret')
    .description('Ends a secret at once, as when somebody has it who should not. The newest stays until there is another.')
    .argument('<secret id>', 'its id, as "webhook-secrets list" gives it', parseUuid('A secret id is a UUID: "webhook-secrets list" shows them.'))
    .option('--json', 'print the id as JSON')
    .action((id: string, options: JsonOption) => retireWebhookSecret(cli, id, options));
}
