import { allCodecs } from '#assembly';
import type { EventStore, Position } from '#event-sourcing';
import type { Command } from 'commander';
import { type Cli, type JsonOption, writeJson } from '../cli.js';
import { CommandFailure } from '../failure.js';
import { drawProgress, type DrawnProgress } from '../progress-bar.js';
import { withLog } from '../stores.js';
import { counted } from '../text/printable.js';
import { formatReport } from './format-report.js';
import { type LogReport, LogVerifier } from './log-verifier.js';

const PAGE = 5_000;

/** Events from which on somebody may want to watch. */
const LARGE = 20_000;

/** `verify`. */
export function addVerifyCommand(program: Command, cli: Cli): void {
  program
    .command('verify')
    .summary('prove that the log is whole')
    .description(
      'Reads the whole log and checks that positions ascend, that the revisions of every stream count from 0 without a gap, ' +
        'and that every event is known, can be read and has the shape that its schema says. Events that are appended meanwhile ' +
        'are left out. Works beside a running service or without one, and changes nothing. Fails when anything is wrong.',
    )
    .option('--json', 'print the result as JSON')
    .action((options: JsonOption) => verify(cli, options));
}

async function verify(cli: Cli, { json }: JsonOption): Promise<void> {
  const started = cli.clock.now();
  const report = await withLog(cli.settings(), (log) => verifyLog(cli, log, started));
  if (json) writeJson(cli, report);
  else cli.terminal.out(formatReport(report, cli.clock.now() - started, cli.terminal.colours));
  if (!report.ok) throw new CommandFailure(`the log is not whole: ${counted(report.violation_count, 'violation')}.`);
}

async function verifyLog({ clock, terminal }: Cli, log: EventStore, started: number): Promise<LogReport> {
  const verifier = new LogVerifier(allCodecs);
  const end = await log.head();
  let progress: DrawnProgress | undefined;
  try {
    let after: Position | undefined;
    while (end !== undefined && (after === undefined || after < end)) {
      const events = await log.readAll({ limit: PAGE, ...(after === undefined ? {} : { after }) });
      const last = events.at(-1);
      if (!last) break;
      for (const event of events) if (event.position <= end) verifier.check(event);
      after = last.position;
      const done = verifier.seen;
      if (done >= LARGE) progress ??= drawProgress(terminal.progress, clock);
      // Nobody knows how many there are: positions do not tell.
      progress?.show({ done, total: undefined, perSecond: (1_000 * done) / Math.max(1, clock.now() - started) });
    }
  } finally {
    progress?.stop();
  }
  return verifier.report();
}
