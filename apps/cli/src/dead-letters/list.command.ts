import { type Cli, type JsonOption, writeJson } from '../cli.js';
import { deadLetterReport } from './dead-letter-report.js';
import { formatDeadLetters } from './format-dead-letters.js';
import { withBroker } from './with-broker.js';

/** Whose dead letters are meant. */
export interface OfGroup extends JsonOption {
  readonly topic: string;
  readonly group: string;
}

/** `dead-letters list`. */
export async function listDeadLetters(cli: Cli, { topic, group, json }: OfGroup): Promise<void> {
  const letters = await withBroker(cli.settings(), (broker) => broker.deadLetters(topic, group).list());
  const report = letters.map(deadLetterReport);
  if (json) writeJson(cli, { topic, group, dead_letters: report });
  else cli.terminal.out(formatDeadLetters(report, { topic, group }, cli.terminal.colours));
}
