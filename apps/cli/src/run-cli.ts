import { Command, CommanderError } from 'commander';
import type { Cli } from './cli.js';
import { addClientsCommands } from './clients/clients.commands.js';
import { addDeadLettersCommands } from './dead-letters/dead-letters.commands.js';
import { addMembersCommands } from './members/members.commands.js';
import { addOrganizationsCommands } from './organizations/organizations.commands.js';
import { addProducersCommands } from './producers/producers.commands.js';
import { addProjectionsCommands } from './projections/projections.commands.js';
import { addReplayCommand } from './replay/replay.command.js';
import { addStatusCommand } from './status/status.command.js';
import { addVerifyCommand } from './verify/verify.command.js';
import { addWebhookSecretsCommands } from './webhook-secrets/webhook-secrets.commands.js';

/** Exit codes: scripts rely on them. */
const DONE = 0;
const FAILED = 1;
const WRONG_USAGE = 2;

/** Runs one command. Never rejects: what goes wrong is said on standard error. Gives the exit code. */
export async function runCli(argv: readonly string[], cli: Cli): Promise<number> {
  try {
    await program(cli).parseAsync(argv, { from: 'user' });
    return DONE;
  } catch (error) {
    // Commander has said already what is wrong with the arguments; it also ends help this way.
    if (error instanceof CommanderError) return error.exitCode === 0 ? DONE : WRONG_USAGE;
    cli.terminal.err(`casetrail: ${error instanceof Error ? error.message : String(error)}\n`);
    return FAILED;
  }
}

function program(cli: Cli): Command {
  const { out, err } = cli.terminal;
  const root = new Command('casetrail')
    .description(
      'What operators do with Casetrail, beside a running service or without one.\n\n' +
        'It is configured by the same environment as the service, and by .env: DATA_DIR says where the stores are. What only ' +
        'reads, and dead-letters, opens the stores itself. What changes something else asks the service at CASETRAIL_URL (default http://HOST:PORT), ' +
        'as the client CASETRAIL_CLIENT_ID with CASETRAIL_CLIENT_SECRET.',
    )
    .exitOverride()
    .configureOutput({ writeOut: out, writeErr: err })
    .showHelpAfterError('(--help says more)')
    .addHelpText(
      'after',
      '\nRun it with npm run casetrail -- <command>, and with npm run --silent casetrail -- <command> --json for machines.\n' +
        'Exit codes: 0 done, 1 failed, 2 wrong usage.',
    );
  addStatusCommand(root, cli);
  addProjectionsCommands(root, cli);
  addDeadLettersCommands(root, cli);
  addOrganizationsCommands(root, cli);
  addClientsCommands(root, cli);
  addMembersCommands(root, cli);
  addProducersCommands(root, cli);
  addWebhookSecretsCommands(root, cli);
  addReplayCommand(root, cli);
  addVerifyCommand(root, cli);
  return root;
}
