/** Figures that were measured several times each, by name, in milliseconds. */
export class Measures {
  readonly values = new Map<string, number[]>();

  add(name: string, milliseconds: number): void {
    this.values.set(name, [...(this.values.get(name) ?? []), milliseconds]);
  }

  /** How often each was measured, its median and its highest value, as a table for people. */
  table(): string {
    const row = (name: string, ...cells: (number | string)[]): string => `  ${name.padEnd(52)}${cells.map((cell) => String(cell).padStart(9)).join('')}`;
    const rows = [...this.values].map(([name, values]) => row(name, values.length, median(values), Math.max(...values)));
    return ['How long it took', row('in milliseconds', 'times', 'median', 'longest'), ...rows].join('\n');
  }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
