import type { ReceivedMessage } from '../../broker.js';
import type { ConsumerDeadLetters } from '../../dead-letters/index.js';

/** A partition of a topic, and the same of the dead-letter topic, for as long as this consumer owns them. */
export class OwnedPartition {
  private work: Promise<unknown> = Promise.resolve();

  constructor(
    /** Those of the partition's keys, restored from everything before `restoredTo`. */
    readonly letters: ConsumerDeadLetters,
    private readonly restoredTo: number,
  ) {}

  /** One at a time: new messages and the replays of letters have the same keys. */
  exclusively<T>(work: () => Promise<T>): Promise<T> {
    const done = this.work.then(work);
    this.work = done.catch(() => undefined);
    return done;
  }

  /** Takes notice of records that have come since. */
  notice(records: readonly ReceivedMessage[]): void {
    for (const record of records) if (Number(record.offset) >= this.restoredTo) this.letters.notice(record);
  }
}
