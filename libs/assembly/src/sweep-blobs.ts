import { sweepBlobs } from '#documents';
import { CommandRunner, IdBlocks, isOutage, randomIds, systemClock, systemTimer } from '#event-sourcing';
import { sweepWatchlists } from '#watchlists';
import type { BackgroundPart } from './background-part.js';

/** Milliseconds from one sweep to the next. */
const EVERY = 6 * 3_600_000;
/** Milliseconds that bytes may lie without a name: longer than any upload takes, by far. */
const LEFT_ALONE = 24 * 3_600_000;

/** Removes, now and then, the bytes that no document and no list in force names. */
export const sweepUnnamedBlobs: BackgroundPart = async ({ platform, stores: { eventStore, blobStore: blobs }, oneAtATime }) => {
  const { logger, clock = systemClock, timer = systemTimer, ids: randoms = randomIds } = platform;
  const ids = new IdBlocks(eventStore, clock, randoms);
  const runner = new CommandRunner(eventStore);
  await oneAtATime('blob-sweep', async ({ signal }) => {
    while (!signal.aborted) {
      try {
        const now = clock.now();
        const before = now - LEFT_ALONE;
        const { removed, foreign } = await sweepBlobs({ blobs, runner, ids, now, before });
        if (removed > 0) logger.info({ removed }, 'Removed bytes that no document names.');
        if (foreign > 0) logger.error({ foreign }, 'The blob store has bytes of documents that this log never had: is it the log that they belong to?');
        const lists = await sweepWatchlists({ blobs, runner, before });
        if (lists > 0) logger.info({ removed: lists }, 'Removed entries of versions of lists that are no longer in force.');
      } catch (error) {
        logger[isOutage(error) ? 'warn' : 'error']({ err: error }, 'The blob store was not swept; it will be tried again.');
      }
      await timer.delay(EVERY, signal);
    }
  });
};
