import { ConcurrencyLimit } from '#event-sourcing';
import type { EachBatchPayload } from 'kafkajs';
import type { ConsumeOptions } from '../../broker.js';
import { handleBatch } from '../../handle-batch.js';
import type { Handling } from '../../handle-message.js';
import type { GroupParts } from './group-parts.js';
import type { OwnedPartition } from './owned-partition.js';
import { fromRecord } from './records.js';

/** After so many messages it is looked whether an offset should be committed. */
const PORTION = 100;
const COMMIT_EVERY_MS = 1_000;

/** What is done with the batches that a consumer gets, of several partitions at the same time. */
export class BatchWork {
  private readonly limit: ConcurrencyLimit;

  constructor(private readonly options: ConsumeOptions, private readonly parts: GroupParts) {
    this.limit = new ConcurrencyLimit(options.concurrency ?? 1);
  }

  /**
   * Handles messages of the topic. What is done is committed from time to time and at the end: nothing that is not done,
   * and nothing once the partition is somebody else's. Dies the process before that, it is handled again.
   */
  async handle(payload: EachBatchPayload, { letters }: OwnedPartition, signal: AbortSignal, taken: AbortSignal): Promise<void> {
    const messages = payload.batch.messages.map((record) => fromRecord(this.options.topic, record));
    let committedAt = this.parts.clock.now();
    for (let next = 0; next < messages.length; next += PORTION) {
      const portion = messages.slice(next, next + PORTION);
      const done = await handleBatch(portion, this.handling(letters, signal));
      if (taken.aborted) return;
      const last = portion[done - 1];
      if (last !== undefined) payload.resolveOffset(last.offset);
      if (done < portion.length) break;
      if (this.parts.clock.now() - committedAt < COMMIT_EVERY_MS) continue;
      await commitResolved(payload);
      committedAt = this.parts.clock.now();
    }
    await commitResolved(payload);
  }

  /** Takes notice of records of the dead-letter topic, and replays what was asked for. Dies the process before that is committed, it is noticed again. */
  async replay(payload: EachBatchPayload, place: OwnedPartition, signal: AbortSignal): Promise<void> {
    place.notice(payload.batch.messages.map((record) => fromRecord(payload.batch.topic, record)));
    await handleBatch([], this.handling(place.letters, signal));
    if (signal.aborted) return;
    payload.resolveOffset(payload.batch.lastOffset());
    await commitResolved(payload);
  }

  private handling(letters: Handling['letters'], signal: AbortSignal): Handling {
    const handle: ConsumeOptions['handle'] = (message) =>
      this.limit.run(async () => {
        // The signal may have come while it waited for its turn.
        signal.throwIfAborted();
        await this.options.handle(message);
      });
    return { options: { ...this.options, signal, handle }, retrying: this.parts.retrying, letters };
  }
}

/** Everything that is done in any of the consumer's partitions and not committed yet. */
const commitResolved = (payload: EachBatchPayload): Promise<void> => payload.commitOffsetsIfNecessary(payload.uncommittedOffsets());
