import type { Cli } from './cli.js';
import { tableLines } from './text/table.js';

/**
 * Prints a table under bold titles.
 * @param none what is said when there are no rows.
 */
export function printTable({ terminal }: Cli, titles: readonly string[], rows: readonly (readonly string[])[], none: string): void {
  if (rows.length === 0) {
    terminal.out(`${none}\n`);
    return;
  }
  const [first = '', ...lines] = tableLines(titles.map((title) => ({ title })), rows);
  terminal.out([terminal.colours.bold(first), ...lines, ''].join('\n'));
}
