import type { CaseDocument } from '#cases';
import type { Colours } from '../terminal.js';
import { formatDuration } from '../text/duration.js';
import { counted, printable } from '../text/printable.js';
import { tableLines } from '../text/table.js';
import type { CaseLife, LifeEntry } from './case-life.js';
import { formatRisk, result } from './describe-event.js';
import { formatChanges } from './format-changes.js';

/** A case's life as a person reads it. */
export const formatLife = ({ entries, end }: CaseLife, colours: Colours): string =>
  [header(end, entries, colours), ...entries.map((entry) => formatEntry(entry, colours)), footer(end, colours)].join('\n\n') + '\n';

function header(end: CaseDocument, entries: readonly LifeEntry[], { bold, dim }: Colours): string {
  const { customer } = end;
  const about = [customer?.full_name, customer?.customer_type, customer?.external_id && `external id ${customer.external_id}`];
  const [first, last] = [entries[0], entries.at(-1)];
  const length = first && last ? Date.parse(last.occurred_at) - Date.parse(first.occurred_at) : 0;
  return [
    `${bold(`Case ${end.id}`)}  external id ${printable(end.external_id)}, organization ${printable(end.org)}`,
    `Customer ${end.customer_id}  ${about.filter(Boolean).map((text) => printable(text ?? '')).join(', ')}`.trimEnd(),
    dim(`${counted(entries.length, 'event')} over ${formatDuration(length)}`),
  ].join('\n');
}

function formatEntry(entry: LifeEntry, colours: Colours): string {
  const { bold, cyan, dim } = colours;
  const number = entry.source === 'case' ? `#${entry.number}` : `customer #${entry.number}`;
  const delay = entry.delay_ms === null ? [] : [dim(entry.delay_ms < 0 ? formatDuration(entry.delay_ms) : `+${formatDuration(entry.delay_ms)}`)];
  const actor = `${printable(entry.actor)}${entry.on_behalf_of === null ? '' : ` for ${printable(entry.on_behalf_of)}`}`;
  return [
    [cyan(number), entry.occurred_at, ...delay, actor].join('  '),
    `    ${bold(entry.description)}`,
    ...formatChanges(entry, colours).map((line) => `      ${line}`),
    dim(`    ${causes(entry).join('  ')}`),
  ].join('\n');
}

/** A command that nothing led to is its own cause. */
const causes = ({ command_id: command, causation_id: cause, correlation_id: correlation }: LifeEntry): readonly string[] => [
  `command ${printable(command)}`,
  ...(cause === command ? [] : [`cause ${printable(cause)}`]),
  ...(correlation === command ? [] : [`correlation ${printable(correlation)}`]),
];

function footer(end: CaseDocument, { bold }: Colours): string {
  const state = `${bold('At the end')}  ${end.status}, ${result(end)}, revision ${end.revision}`;
  if (end.checks.length === 0) return `${state}\nNo checks.`;
  const rows = end.checks.map(({ id, check_type: type, status, outcome, risk_score: risk, note }) => [
    String(id),
    type ?? '–',
    status,
    outcome ?? '–',
    risk === null ? '–' : formatRisk(risk),
    note === null ? '' : printable(note),
  ]);
  const columns = ['CHECK', 'TYPE', 'STATUS', 'OUTCOME', 'RISK', 'NOTE'].map((title) => ({ title }));
  return [state, '', ...tableLines(columns, rows)].join('\n');
}
