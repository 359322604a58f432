import type { ProjectionReport } from '#operations';
import type { Command } from 'commander';
import { type Cli, type JsonOption, writeJson } from '../cli.js';
import { CommandFailure } from '../failure.js';
import { formatProjections } from '../projections/format-projections.js';
import { readProjections } from '../projections/list.command.js';
import { projectionProblem } from '../projections/projection-health.js';
import { formatService, serviceState } from './service-state.js';

/** `status`. */
export function addStatusCommand(program: Command, cli: Cli): void {
  program
    .command('status')
    .summary('is the service up, and are its read models well?')
    .description(
      'Asks the service at CASETRAIL_URL whether it can take work, and reads the read store for what the read models are ' +
        'doing. Needs no credentials. Fails when anything is not well, so that scripts can ask it.',
    )
    .option('--json', 'print the state as JSON')
    .action((options: JsonOption) => status(cli, options));
}

async function status(cli: Cli, { json }: JsonOption): Promise<void> {
  const { terminal, clock } = cli;
  const service = await serviceState(cli);
  const projections = await projectionsState(cli);
  const now = clock.now();
  const problems = [
    service.problem,
    projections.problem,
    ...projections.reports.map((report) => projectionProblem(report, now)),
  ].filter((problem) => problem != null);

  if (json) writeJson(cli, { ok: problems.length === 0, service, projections: projections.reports, problems });
  else {
    const table = projections.reports.length === 0 ? '' : `\n${formatProjections(projections.reports, now, terminal.colours)}`;
    terminal.out(`${formatService(service, terminal.colours)}${table}`);
  }
  if (problems.length > 0) throw new CommandFailure(problems.join('\n           '));
}

interface ProjectionsState {
  readonly reports: readonly ProjectionReport[];
  readonly problem: string | null;
}

async function projectionsState(cli: Cli): Promise<ProjectionsState> {
  try {
    return { reports: await readProjections(cli), problem: null };
  } catch (error) {
    if (error instanceof CommandFailure) return { reports: [], problem: error.message };
    throw error;
  }
}
