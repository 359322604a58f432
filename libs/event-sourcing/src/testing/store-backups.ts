import type { InMemoryProjectionStore, StoreContents } from './in-memory-projection-store.js';

/** Backups of a store, to which it may go back while projectors are at work. */
export class StoreBackups {
  private readonly taken: StoreContents[];
  private readonly batches = new Set<{ readonly older: number }>();

  constructor(private readonly store: InMemoryProjectionStore) {
    this.taken = [store.contents()];
  }

  take(): void {
    this.taken.push(this.store.contents());
  }

  /**
   * Restores one of the backups that are older than every batch under way.
   * @param age 0 for the newest of them.
   */
  restore(age: number): void {
    const allowed = Math.min(this.taken.length, ...[...this.batches].map(({ older }) => older));
    const contents = this.taken[allowed - 1 - (age % allowed)];
    if (contents !== undefined) this.store.restore(contents);
  }

  /** A backup made while a batch is handled is not restored before its end: that is what `BuildWriter` leaves out. */
  async batch(handle: () => Promise<void>): Promise<void> {
    const batch = { older: this.taken.length };
    this.batches.add(batch);
    try {
      await handle();
    } finally {
      this.batches.delete(batch);
    }
  }
}
