import { removeBytes } from '#documents';
import { CommandRunner, systemClock, systemTimer } from '#event-sourcing';
import { runRetention } from '#retention';
import type { BackgroundPart } from './background-part.js';
import { processManager } from './process-manager.js';

/** Deletes what was kept for as long as it may be. */
export const deleteWhatIsDue: BackgroundPart = async ({ platform, stores: { eventStore, readStore }, oneAtATime }) => {
  const { logger, clock = systemClock, timer = systemTimer } = platform;
  const runner = new CommandRunner(eventStore);
  await oneAtATime('retention', ({ signal }) =>
    runRetention({ events: eventStore, readModels: readStore, runner, clock, timer, random: Math.random, logger, signal }),
  );
};

/** When a document was deleted, its bytes are removed: after the event, and again until it is known that they are gone. */
export const removeBytesOfDeleted: BackgroundPart = (background) =>
  processManager({
    name: 'process.document-bytes',
    filter: { types: ['document-deleted'] },
    react: ({ stream }) => removeBytes(stream, background.stores.eventStore, background.stores.blobStore),
  })(background);
