/** One figure of a benchmark, beside what it is compared with in the same run. */
export interface BenchRow {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** The same measure of what it is compared with. */
  readonly baseline: number;
  /** Value by baseline. */
  readonly ratio: number;
  /** What is to be reached; null for a figure that is only told. */
  readonly target: number | null;
  readonly met: boolean | null;
  /** What has to be known to understand the figure; printed below the table. */
  readonly note?: string;
}
