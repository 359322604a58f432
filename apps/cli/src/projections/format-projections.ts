import type { ProjectionReport } from '#operations';
import type { Colours } from '../terminal.js';
import { formatDuration } from '../text/duration.js';
import { formatCount } from '../text/printable.js';
import { type Column, tableLines } from '../text/table.js';

const COLUMNS: readonly Column[] = [
  { title: 'PROJECTION' },
  { title: 'STATE' },
  { title: 'BUILD' },
  { title: 'EVENTS', align: 'right' },
  { title: 'EVENTS/S', align: 'right' },
  { title: 'REPORTED' },
];

/** The read models, one a line. */
export function formatProjections(reports: readonly ProjectionReport[], now: number, { bold }: Colours): string {
  const [titles = '', ...lines] = tableLines(COLUMNS, reports.map((report) => row(report, now)));
  return [bold(titles), ...lines, ''].join('\n');
}

function row({ name, state, active, building, total, events_per_second: rate, updated_at: at }: ProjectionReport, now: number): string[] {
  const builds = [active?.build ?? '–', ...(building ? [building.build] : [])].join(' → ');
  const events = building ? `${formatCount(building.events)}/${total === null ? '?' : formatCount(total)}` : formatCount(active?.events ?? 0);
  const reported = at === null ? 'never' : `${formatDuration(Math.max(0, now - Date.parse(at)))} ago`;
  return [name, state.replaceAll('_', ' '), builds, events, formatCount(rate), reported];
}
