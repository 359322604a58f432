/** The value in the middle of the sorted ones. */
export const median = (values: readonly number[]): number => percentile(values, 50);

/** The smallest value that at least this percentage of the values does not exceed (nearest rank). */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? Number.NaN;
}
