import type { ProjectionReport } from '#operations';
import { formatDuration } from '../text/duration.js';
import { printable } from '../text/printable.js';

/** A projector tells what it does about once a second, later when others keep it waiting; after this many milliseconds it is not there. */
const SILENCE = 30_000;

/** What an operator has to see to, of one projection; undefined when it is well. */
export function projectionProblem(report: ProjectionReport, now: number): string | undefined {
  const { name, state, error, updated_at: updatedAt } = report;
  if (updatedAt === null) return `${name}: no projector has ever run on it`;
  const silence = now - Date.parse(updatedAt);
  if (state === 'stopped') return `${name}: its projector has been stopped for ${formatDuration(silence)}`;
  if (silence > SILENCE) return `${name}: its projector has been silent for ${formatDuration(silence)}`;
  if (state === 'retrying') return `${name}: ${printable(error ?? 'an error stands in the way')}`;
  return undefined;
}
