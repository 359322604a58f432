import type { Colours } from '../terminal.js';
import { counted, printable } from '../text/printable.js';
import { type Column, tableLines } from '../text/table.js';
import type { DeadLetterReport } from './dead-letter-report.js';

const COLUMNS: readonly Column[] = [
  { title: 'KEY' },
  { title: 'TYPE' },
  { title: 'OFFSET', align: 'right' },
  { title: 'ATTEMPTS', align: 'right' },
  { title: 'PARKED AT' },
  { title: 'ERROR' },
];

/** The dead letters of a group, one a line. */
export function formatDeadLetters(
  letters: readonly DeadLetterReport[],
  { topic, group }: { readonly topic: string; readonly group: string },
  { bold, green, red }: Colours,
): string {
  const whose = `group ${printable(group)} in ${printable(topic)}`;
  if (letters.length === 0) return `${green(`No dead letters of ${whose}.`)}\n`;
  const [titles = '', ...lines] = tableLines(COLUMNS, letters.map(row));
  const keys = new Set(letters.map(({ key }) => key)).size;
  const summary = `${counted(letters.length, 'dead letter')} of ${counted(keys, 'key')}, of ${whose}.`;
  return [bold(titles), ...lines, '', red(summary), ''].join('\n');
}

const row = ({ key, type, offset, attempts, parked_at, error }: DeadLetterReport): string[] => [
  printable(key),
  printable(type ?? '–'),
  printable(offset),
  String(attempts),
  printable(parked_at),
  printable(error),
];
