import type { Clock, Timer } from '#event-sourcing';
import type { ProjectionReport } from '#operations';
import { CommandFailure } from '../failure.js';
import { ServiceUnreachable } from '../service-connection.js';
import { formatDuration } from '../text/duration.js';

/** Milliseconds between two looks. */
const LOOK_EVERY = 200;

/** Milliseconds without news after which nobody seems to be at work. */
const NO_NEWS = 30_000;

/** What watching needs. */
export interface Watch {
  /** The projection's state as it was when the rebuild was asked for. */
  readonly before: ProjectionReport;
  readonly read: () => Promise<ProjectionReport>;
  /** Told of every look. */
  readonly seen: (report: ProjectionReport) => void;
  readonly clock: Clock;
  readonly timer: Timer;
}

/**
 * Resolves when queries read the new build, with the projection's state then. A service that is started anew meanwhile
 * goes on with the rebuild, and so does the watch.
 *
 * @throws CommandFailure when there is no news for half a minute.
 */
export async function watchRebuild({ before, read, seen, clock, timer }: Watch): Promise<ProjectionReport> {
  let news = before.updated_at;
  let newsAt = clock.now();
  for (;;) {
    await timer.delay(LOOK_EVERY);
    let unreachable: ServiceUnreachable | undefined;
    try {
      const report = await read();
      seen(report);
      if (isDone(report, before)) return report;
      if (report.updated_at !== news) newsAt = clock.now();
      news = report.updated_at;
    } catch (error) {
      if (!(error instanceof ServiceUnreachable)) throw error;
      unreachable = error;
    }
    if (clock.now() - newsAt >= NO_NEWS) throw unreachable ?? silent(before.name);
  }
}

/** The register of builds says it at once, and what the projector tells follows within a second: wait for both. */
const isDone = ({ rebuilding, active, building }: ProjectionReport, before: ProjectionReport): boolean =>
  !rebuilding && building === null && active !== null && active.build !== before.active?.build;

const silent = (name: string): CommandFailure =>
  new CommandFailure(
    `The rebuild of ${name} is noted, but its projector has been silent for ${formatDuration(NO_NEWS)}. It is done once the projector runs again.`,
  );
