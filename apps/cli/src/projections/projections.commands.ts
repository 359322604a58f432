import type { Command } from 'commander';
import { keyOption } from '../arguments.js';
import type { Cli, JsonOption } from '../cli.js';
import { listProjections } from './list.command.js';
import { rebuildProjection, type RebuildOptions } from './rebuild.command.js';

/** `projections …`. */
export function addProjectionsCommands(program: Command, cli: Cli): void {
  const projections = program
    .command('projections')
    .summary('see the read models and rebuild them')
    .description('The read models: what lists and searches read.');
  projections
    .command('list')
    .summary('what every read model is doing')
    .description(
      'Shows every read model: its state, the build that queries read (→ the one that is to take its place), how many events ' +
        'it has seen and how fast. Reads the read store itself.',
    )
    .option('--json', 'print the list as JSON')
    .action((options: JsonOption) => listProjections(cli, options));
  projections
    .command('rebuild')
    .summary('build a read model anew from the log')
    .description(
      'Builds a read model anew from the start of the log. Queries read the old one until the new one has caught up, so that ' +
        'nobody notices. Asks the service to do it and shows how far it is; when you stop watching, the rebuild goes on.',
    )
    .argument('<name>', 'the name of the read model, as "projections list" gives it')
    .option('--no-wait', 'do not wait until it is done')
    .option('--json', "print the read model's state as JSON: at the end, or with --no-wait at the start")
    .addOption(keyOption())
    .action((name: string, options: RebuildOptions) => rebuildProjection(cli, name, options));
}
