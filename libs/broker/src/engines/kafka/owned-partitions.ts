import type { OwnedPartition } from './owned-partition.js';

/** What a consumer owns from one rebalance to the next. */
export class OwnedPartitions {
  private readonly given = new AbortController();
  private readonly partitions = new Map<number, Promise<OwnedPartition>>();

  constructor(private readonly restore: (partition: number) => Promise<OwnedPartition>) {}

  /** Aborted when the partitions are given away: nothing of them is begun any more, and no offset is committed. */
  get taken(): AbortSignal {
    return this.given.signal;
  }

  /** The partition, with its dead letters restored. */
  async get(partition: number): Promise<OwnedPartition> {
    const known = this.partitions.get(partition);
    if (known !== undefined) return known;
    const restored = this.restore(partition);
    this.partitions.set(partition, restored);
    try {
      return await restored;
    } catch (error) {
      this.partitions.delete(partition);
      throw error;
    }
  }

  giveAway(): void {
    this.given.abort();
  }
}
