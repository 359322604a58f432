import type { RestorableStore } from './restorable-store.js';

/** Backups of a store, to which it may go back while projectors are at work. */
export class StoreBackups {
  private readonly taken: (() => Promise<void>)[] = [];
  private readonly batches = new Set<{ readonly older: number }>();

  constructor(private readonly store: RestorableStore) {}

  /** To be called once before anything happens. */
  async take(): Promise<void> {
    this.taken.push(await this.store.backUp());
  }

  /**
   * Restores one of the backups that are older than every batch under way.
   * @param age 0 for the newest of them.
   */
  async restore(age: number): Promise<void> {
    const allowed = Math.min(this.taken.length, ...[...this.batches].map(({ older }) => older));
    await this.taken[allowed - 1 - (age % allowed)]?.();
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
