import { projectionSchema, type ProjectionReport } from '#operations';
import { z } from 'zod';
import { type Cli, type JsonOption, type KeyOption, writeJson } from '../cli.js';
import { CommandFailure } from '../failure.js';
import { drawProgress } from '../progress-bar.js';
import { ServiceClient } from '../service-client.js';
import { formatDuration } from '../text/duration.js';
import { counted, formatCount, printable } from '../text/printable.js';
import { watchRebuild } from './watch-rebuild.js';

export interface RebuildOptions extends JsonOption, KeyOption {
  /** False with `--no-wait`. */
  readonly wait: boolean;
}

/** `projections rebuild <name>`. */
export async function rebuildProjection(cli: Cli, name: string, { wait, json, idempotencyKey }: RebuildOptions): Promise<void> {
  const { terminal, clock, timer } = cli;
  const service = new ServiceClient(cli);
  await makeSureThatThereIs(service, name);

  const started = clock.now();
  const before = await service.change('POST', `/api/projections/${name}/rebuild/`, projectionSchema, undefined, idempotencyKey);
  if (!wait) {
    if (json) writeJson(cli, before);
    else terminal.out(`The rebuild of ${name} is noted. "projections list" shows how far it is.\n`);
    return;
  }

  const progress = drawProgress(json ? undefined : terminal.progress, clock);
  const read = (): Promise<ProjectionReport> => service.request('GET', `/api/projections/${name}/`, projectionSchema);
  const seen = (report: ProjectionReport): void => {
    const { building, total, events_per_second: perSecond } = report;
    if (building) progress.show({ done: building.events, total: total ?? undefined, perSecond });
  };
  const done = await watchRebuild({ before, read, seen, clock, timer }).finally(() => {
    progress.stop();
  });
  if (json) writeJson(cli, done);
  else terminal.out(`${terminal.colours.green(rebuildSummary(done, clock.now() - started))}\n`);
}

async function makeSureThatThereIs(service: ServiceClient, name: string): Promise<void> {
  const { results } = await service.request('GET', '/api/projections/?page_size=200', z.object({ results: z.array(projectionSchema) }));
  if (results.some((report) => report.name === name)) return;
  throw new CommandFailure(`There is no projection "${printable(name)}". There are: ${results.map((report) => report.name).join(', ')}.`);
}

/** Events from which on a rate says something. */
const MANY = 1_000;

/** @param milliseconds from the request until queries read the new build. */
export function rebuildSummary({ name, active }: ProjectionReport, milliseconds: number): string {
  const events = active?.events ?? 0;
  const rate = events < MANY ? '' : `, ${formatCount((1000 * events) / milliseconds)} events/s`;
  return `Queries of ${name} read the new build ${active?.build ?? ''}: ${counted(events, 'event')} in ${formatDuration(milliseconds)}${rate}.`;
}
