import { type Cli, writeJson } from '../cli.js';
import { CommandFailure } from '../failure.js';
import { counted, printable } from '../text/printable.js';
import type { OfGroup } from './list.command.js';
import { withBroker } from './with-broker.js';

export interface ReplayOptions extends OfGroup {
  readonly key?: string;
}

/** `dead-letters replay`. */
export async function replayDeadLetters(cli: Cli, { topic, group, key, json }: ReplayOptions): Promise<void> {
  const count = await withBroker(cli.settings(), (broker) => broker.deadLetters(topic, group).replay(key));
  if (count === 0 && key !== undefined) {
    throw new CommandFailure(`Group ${printable(group)} has no dead letter of key "${printable(key)}" in ${printable(topic)}. "dead-letters list" shows those that it has.`);
  }
  if (json) {
    writeJson(cli, { topic, group, key: key ?? null, dead_letters: count });
  } else if (count === 0) {
    cli.terminal.out(`Group ${printable(group)} has no dead letters in ${printable(topic)}.\n`);
  } else {
    cli.terminal.out(
      `Asked group ${printable(group)} to handle ${counted(count, 'dead letter')} once more. "dead-letters list" shows what is left of them.\n`,
    );
  }
}
