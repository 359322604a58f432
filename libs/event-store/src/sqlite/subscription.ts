import { setImmediate as nextTurn } from 'node:timers/promises';
import type { EventBatch, SubscribeOptions } from '#event-sourcing';
import type { CommitSignal } from './commit-signal.js';
import type { LogReader } from './log-reader.js';
import { fromPosition, toPosition } from './position.js';

/** Events per batch unless the subscriber says otherwise: reading and parsing them takes a few milliseconds. */
const BATCH_SIZE = 1_000;

/**
 * Events that the filter hides after which a live subscription tells how far it is. Its subscriber then moves a
 * checkpoint, which would be a transaction in another store for every commit that does not concern it.
 */
const HIDDEN = 64;

/**
 * Follows the log from a place on. Catching up and following live are one and the same loop: it reads on to the end of the
 * log as it is, and sleeps when nothing was added since it looked. So there is no moment of handing over.
 *
 * One that starts at the end of a log says so at once, by an empty live batch.
 */
export async function* followLog(reader: LogReader, commits: CommitSignal, options: SubscribeOptions): AsyncGenerator<EventBatch, void, void> {
  const { filter, batchSize = BATCH_SIZE, signal } = options;
  if (!(batchSize >= 1)) throw new RangeError(`A batch cannot have ${batchSize} events.`);
  let place = options.after === undefined ? 0 : fromPosition(options.after);
  /** Where it was when it was live and told so. */
  let told: number | undefined;
  for (;;) {
    if (commits.closed || signal?.aborted) return;
    const head = reader.head();
    if (place > head) throw new RangeError(`The log ends at ${toPosition(head)}, before ${toPosition(place)}: it is not the log that this position is of.`);
    const { events, rest } = reader.news({ above: place, upTo: head }, filter, batchSize);
    place = rest.above;
    const live = place === head;
    if (events.length === 0 && live && (told === undefined ? place === 0 : place - told < HIDDEN)) {
      await commits.next(signal);
      continue;
    }
    if (live) told = place;
    yield { events, position: toPosition(place), live };
    // Reading is synchronous: without this, catching up would leave the rest of the thread no turn.
    if (!live) await nextTurn();
  }
}
