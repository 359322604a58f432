import type { Clock } from '#event-sourcing';
import cliProgress, { type Options, type Params } from 'cli-progress';
import { formatDuration } from './text/duration.js';
import { formatCount } from './text/printable.js';

/** How far something has come. */
export interface Progress {
  readonly done: number;
  /** Undefined when nobody knows. */
  readonly total: number | undefined;
  /** Events per second; by default as measured since the progress was first drawn. */
  readonly perSecond?: number;
}

/** A line in a terminal that shows progress while it lasts. */
export interface DrawnProgress {
  show(progress: Progress): void;
  /** Leaves the line as it was last. */
  stop(): void;
}

/** Draws progress, unless there is nothing to draw on. */
export function drawProgress(stream: NodeJS.WritableStream | undefined, clock: Clock): DrawnProgress {
  if (!stream) return { show: () => undefined, stop: () => undefined };
  const started = clock.now();
  const bar = new cliProgress.SingleBar({
    stream,
    barsize: 30,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    // What is told stands in the payload: the library's own numbers know neither an unknown end nor the service's rate.
    format: (options: Options, { progress }: Params, payload: { readonly progress: Progress }) =>
      progressLine(cliProgress.Format.BarFormat(progress, options), payload.progress),
  });
  const measured = (progress: Progress): { progress: Progress } => {
    const seconds = (clock.now() - started) / 1000;
    return { progress: { perSecond: seconds > 0 ? progress.done / seconds : 0, ...progress } };
  };
  bar.start(1, 0, measured({ done: 0, total: undefined }));
  return {
    show(progress) {
      bar.setTotal(progress.total ?? Math.max(1, 2 * progress.done));
      bar.update(progress.done, measured(progress));
    },
    stop() {
      bar.stop();
    },
  };
}

/** `███░░░ 50%  500/1,000 events  250/s  2 s left`. */
export function progressLine(bar: string, { done, total, perSecond = 0 }: Progress): string {
  const rate = `${formatCount(perSecond)}/s`;
  if (total === undefined) return `${formatCount(done)} events  ${rate}`;
  const percent = total === 0 ? 100 : Math.min(100, Math.floor((100 * done) / total));
  const left = perSecond > 0 ? `  ${formatDuration((1000 * Math.max(0, total - done)) / perSecond)} left` : '';
  return `${bar} ${percent}%  ${formatCount(done)}/${formatCount(total)} events  ${rate}${left}`;
}
