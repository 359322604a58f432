import { EVENTS_TOPIC } from '#assembly';
import type { Command } from 'commander';
import type { Cli } from '../cli.js';
import { listDeadLetters, type OfGroup } from './list.command.js';
import { replayDeadLetters, type ReplayOptions } from './replay.command.js';

/** `dead-letters …`. */
export function addDeadLettersCommands(program: Command, cli: Cli): void {
  const deadLetters = program
    .command('dead-letters')
    .summary('see the messages that could not be handled, and have them handled once more')
    .description(
      'The messages that a group of consumers has put aside because they could not be handled, and those behind them: while a ' +
        'key has one here, its later messages wait, so that their order holds.',
    );
  const ofGroup = (command: Command): Command =>
    command
      .option('--topic <name>', 'the topic that the messages came from', EVENTS_TOPIC)
      .option('--group <name>', 'the group that could not handle them', 'webhooks');

  ofGroup(deadLetters.command('list'))
    .summary('what was put aside, and why')
    .description('Shows every dead letter of a group, the oldest first, and what went wrong the last time. Reads the broker itself.')
    .option('--json', 'print the list as JSON, with the messages as they came')
    .action((options: OfGroup) => listDeadLetters(cli, options));
  ofGroup(deadLetters.command('replay'))
    .summary('have them handled once more')
    .description(
      "Asks the group's consumer to handle dead letters once more, each key's in its order. A running one begins at once, another " +
        'when it starts. One that fails again keeps its place, and those behind it.',
    )
    .option('--key <key>', 'those of this key only, as "dead-letters list" gives it')
    .option('--json', 'print how many there are as JSON')
    .action((options: ReplayOptions) => replayDeadLetters(cli, options));
}
