import { type AsOf, type CaseOrCustomerEvent, caseStream, eventsUntil, parseAsOf, presentCase, readTrail } from '#cases';
import type { EventStore } from '#event-sourcing';
import { organizationStream } from '#organizations';
import { type Command, InvalidArgumentError } from 'commander';
import { type Cli, type JsonOption, writeJson } from '../cli.js';
import { CommandFailure } from '../failure.js';
import { withLog } from '../stores.js';
import { printable } from '../text/printable.js';
import { caseLife } from './case-life.js';
import { formatLife } from './format-life.js';

interface ReplayOptions extends JsonOption {
  readonly org: string;
  readonly until?: AsOf;
}

/** `replay <case id>`. */
export function addReplayCommand(program: Command, cli: Cli): void {
  program
    .command('replay')
    .summary("print a case's life, event by event")
    .description(
      "Prints a case's life, event by event: when, by whom, what happened, and which fields changed from what to what.\n" +
        'Reads the log itself, beside a running service or without one, and changes nothing.',
    )
    .argument('<case id>', 'the number of the case, as the API gives it', parseCaseId)
    .option('--org <slug>', 'the organization that the case belongs to', 'default')
    .option('--until <moment>', 'stop at a revision (7) or a time (2026-01-02T03:04:05Z)', parseMoment)
    .option('--json', 'print the history and the state at the end as JSON')
    .addHelpText('after', '\nExamples:\n  casetrail replay 17\n  casetrail replay 17 --until 2026-01-02T03:04:05Z --json')
    .action((id: number, options: ReplayOptions) => replay(cli, id, options));
}

async function replay(cli: Cli, id: number, { org, until, json }: ReplayOptions): Promise<void> {
  const trail = await withLog(cli.settings(), (log) => trailOf(log, org, id));
  const life = caseLife(until ? eventsUntil(trail, until, caseStream(org, id)) : trail);
  if (!life) throw notYet(trail, org, id);
  if (json) writeJson(cli, { org, history: life.entries, case: presentCase(life.end) });
  else cli.terminal.out(formatLife(life, cli.terminal.colours));
}

async function trailOf(log: EventStore, org: string, id: number): Promise<readonly CaseOrCustomerEvent[]> {
  const trail = await readTrail(log, org, id);
  if (trail.length > 0) return trail;
  const [organization] = await log.readStream(organizationStream(org), { limit: 1 });
  if (!organization) throw new CommandFailure(`There is no organization "${printable(org)}".`);
  throw new CommandFailure(`There is no case ${id} in organization "${printable(org)}".`);
}

/** Why there is nothing to show of a case that is there: the moment lies before it or after its last revision. */
function notYet(trail: readonly CaseOrCustomerEvent[], org: string, id: number): CommandFailure {
  const own = trail.filter(({ stream }) => stream === caseStream(org, id));
  const [first, last] = [own[0], own.at(-1)];
  return new CommandFailure(
    `Case ${id} was opened at ${first?.metadata.occurred_at ?? '?'} and has the revisions 0 to ${last?.revision ?? '?'}: it was never as --until says.`,
  );
}

function parseCaseId(text: string): number {
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('A case id is a whole number from 1.');
}

function parseMoment(text: string): AsOf {
  const moment = parseAsOf(text);
  if (moment) return moment;
  throw new InvalidArgumentError('Give a revision (0, 1, …) or an ISO 8601 time with its offset, as 2026-01-02T03:04:05Z.');
}
