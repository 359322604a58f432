import { allProjections } from '#assembly';
import { projectionReport, type ProjectionReport } from '#operations';
import { type Cli, type JsonOption, writeJson } from '../cli.js';
import { withReadStore } from '../stores.js';
import { formatProjections } from './format-projections.js';
import { projectionProblem } from './projection-health.js';

/** What the read store says of every projection, by name. */
export const readProjections = (cli: Cli): Promise<readonly ProjectionReport[]> =>
  withReadStore(cli.settings(), (store) =>
    Promise.all(allProjections.map(({ name }) => name).sort().map((name) => projectionReport(store, name))),
  );

/** `projections list`. */
export async function listProjections(cli: Cli, { json }: JsonOption): Promise<void> {
  const { terminal, clock } = cli;
  const reports = await readProjections(cli);
  if (json) {
    writeJson(cli, reports);
    return;
  }
  const now = clock.now();
  terminal.out(formatProjections(reports, now, terminal.colours));
  for (const problem of reports.flatMap((report) => projectionProblem(report, now) ?? [])) {
    terminal.out(`\n${terminal.colours.red(problem)}\n`);
  }
}
