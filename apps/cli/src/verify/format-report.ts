import type { Colours } from '../terminal.js';
import { formatDuration } from '../text/duration.js';
import { counted, formatCount, printable } from '../text/printable.js';
import { tableLines } from '../text/table.js';
import type { LogReport } from './log-verifier.js';

/** Violations that a person is shown. */
const SHOWN = 50;

/** What came of looking at a log, as a person reads it. */
export function formatReport(report: LogReport, milliseconds: number, colours: Colours): string {
  const { events, streams, position, categories } = report;
  const rows = Object.entries(categories).map(([name, count]) => [printable(name), formatCount(count.streams), formatCount(count.events)]);
  const upTo = position === null ? '' : ` up to position ${position}`;
  return [
    `Read ${counted(events, 'event')} in ${counted(streams, 'stream')}${upTo} in ${formatDuration(milliseconds)}.`,
    ...(rows.length === 0 ? [] : ['', ...tableLines([{ title: 'CATEGORY' }, { title: 'STREAMS', align: 'right' }, { title: 'EVENTS', align: 'right' }], rows)]),
    '',
    ...verdict(report, colours),
    '',
  ].join('\n');
}

function verdict({ ok, violations, violation_count: count }: LogReport, { green, red }: Colours): string[] {
  if (ok) return [green('The log is whole: positions ascend, no revision is missing, and every event can be read.')];
  const shown = violations.slice(0, SHOWN);
  return [
    red(`The log is not whole: ${counted(count, 'violation')}.`),
    ...shown.map(
      ({ stream, revision, position, event, problem }) =>
        `  ${printable(stream)} #${revision} (${printable(event)}, position ${position}): ${printable(problem)}`,
    ),
    ...(count > shown.length ? [`  … and ${formatCount(count - shown.length)} more`] : []),
  ];
}
