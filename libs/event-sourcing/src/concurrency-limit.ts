/** Lets so many pieces of work run at the same time; the others wait for their turn, in the order in which they came. */
export class ConcurrencyLimit {
  private readonly line: (() => void)[] = [];

  /** @param free how many may run at the same time. */
  constructor(private free: number) {}

  /** How many wait for their turn. */
  get waiting(): number {
    return this.line.length;
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.free > 0) this.free--;
    else await new Promise<void>((turn) => this.line.push(turn));
    try {
      return await work();
    } finally {
      const next = this.line.shift();
      if (next === undefined) this.free++;
      else next();
    }
  }
}
