import type { EventBatch, SubscribeOptions } from '#event-sourcing';
import { BatchBuilder } from './batch-builder.js';
import type { Connection } from './connection.js';
import { Feed } from './feed.js';
import { serverFilter } from './filter.js';
import type { LogReader } from './log-reader.js';
import { fromPosition } from './position.js';

/** Events per batch unless the subscriber says otherwise. */
const BATCH_SIZE = 1_000;

/**
 * Follows the log from a place on. While it catches up, batches are filled; once it is live, each holds what is there.
 *
 * @param stop ends it without an error.
 * @throws StoreUnavailableError when the server drops it or does not answer; RangeError when the log ends before that place.
 */
export async function* followLog(
  connection: Connection,
  reader: LogReader,
  options: SubscribeOptions,
  stop: AbortSignal,
): AsyncGenerator<EventBatch, void, void> {
  const { after, filter, batchSize = BATCH_SIZE } = options;
  if (!(batchSize >= 1)) throw new RangeError(`A batch cannot have ${batchSize} events.`);
  const start = after === undefined ? undefined : fromPosition(after);
  const stopped = (): boolean => stop.aborted;
  if (stopped()) return;
  let feed: Feed | undefined;
  try {
    const { last = '', head } = await reader.end();
    if (after !== undefined && after > last) throw new RangeError(`The log ends at ${last}, before ${after}: it is not the log that this position is of.`);
    feed = new Feed(
      (checkpointReached) =>
        connection.subscribeToAll(
          { filter: serverFilter(filter, checkpointReached), ...(start && { fromPosition: start }) },
          { highWaterMark: batchSize },
        ),
      stop,
    );
    await feed.begun(connection.deadline);
    yield* batchesOf(feed, new BatchBuilder({ ...options, batchSize }, head), stop);
  } catch (error) {
    if (stopped()) return;
    throw error;
  } finally {
    feed?.close();
  }
}

async function* batchesOf(feed: Feed, builder: BatchBuilder, stop: AbortSignal): AsyncGenerator<EventBatch, void, void> {
  while (!stop.aborted) {
    const notice = feed.take();
    if (notice) builder.add(notice);
    if (builder.isDue(feed.drained)) yield builder.take(feed.drained);
    else if (!notice) await feed.more();
  }
}
