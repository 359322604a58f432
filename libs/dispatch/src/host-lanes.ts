/** How much is done at the same time. */
export interface LaneLimits {
  readonly total: number;
  readonly perHost: number;
}

interface Lane {
  running: number;
  readonly waiting: Set<() => Promise<void>>;
}

/**
 * Runs work with bounded concurrency, in total and for each host. Hosts take turns, and work that waits for a slow host
 * takes no place from the others'. Nothing is dropped.
 */
export class HostLanes {
  private readonly lanes = new Map<string, Lane>();
  /** Hosts that have work waiting and a place free, the one whose turn it is first. */
  private readonly ready = new Set<string>();
  private running = 0;
  private stopped = false;
  private readonly idle = Promise.withResolvers<undefined>();

  constructor(private readonly limits: LaneLimits) {}

  /** How much is under way. */
  get inFlight(): number {
    return this.running;
  }

  /** Runs `work` as soon as there is a place for it. It must not reject. */
  run(host: string, work: () => Promise<void>): void {
    const lane = this.lanes.get(host) ?? { running: 0, waiting: new Set() };
    this.lanes.set(host, lane);
    lane.waiting.add(work);
    this.line(host, lane);
    this.startWhatFits();
  }

  /** Begins nothing more; resolves when what is under way is finished. What was waiting is left undone. */
  async stop(): Promise<void> {
    this.stopped = true;
    if (this.running === 0) this.idle.resolve(undefined);
    await this.idle.promise;
  }

  private startWhatFits(): void {
    for (const host of this.ready) {
      if (this.stopped || this.running >= this.limits.total) return;
      this.ready.delete(host);
      const lane = this.lanes.get(host);
      const [work] = lane?.waiting ?? [];
      if (lane === undefined || work === undefined) continue;
      lane.waiting.delete(work);
      void this.start(host, lane, work);
      this.line(host, lane);
    }
  }

  private async start(host: string, lane: Lane, work: () => Promise<void>): Promise<void> {
    this.running++;
    lane.running++;
    try {
      await work();
    } finally {
      this.running--;
      lane.running--;
      if (lane.running === 0 && lane.waiting.size === 0) this.lanes.delete(host);
      this.line(host, lane);
      this.startWhatFits();
      if (this.stopped && this.running === 0) this.idle.resolve(undefined);
    }
  }

  /** Puts a host in the line where it has something to do and may do it. */
  private line(host: string, lane: Lane): void {
    if (lane.waiting.size > 0 && lane.running < this.limits.perHost) this.ready.add(host);
  }
}
