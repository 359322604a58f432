import { randomUUID } from 'node:crypto';
import { categoryOf } from '#event-sourcing';
import { Checkpoints } from './checkpoints.js';
import type { ServerFilter } from './event-filter.js';
import type { Log, LogBatch } from './log.js';
import type { Place } from './position.js';
import { readStream, StreamNotFoundError } from './read-stream.js';
import { streamDeleted } from './rpc-error.js';
import type { LogEvent } from './stored-event.js';
import type { StreamStates } from './stream-states.js';

/** What a subscriber is told. */
export type Notice =
  | { readonly kind: 'confirmed'; readonly id: string }
  | { readonly kind: 'event'; readonly event: LogEvent }
  | { readonly kind: 'checkpoint'; readonly place: Place }
  | { readonly kind: 'caught-up' };

export type Notices = AsyncGenerator<readonly Notice[], void, void>;

/** Events that are read in one turn of the event loop at most. */
const BATCH_SIZE = 500;
const CAUGHT_UP: Notice = { kind: 'caught-up' };

const confirmed = (): Notice => ({ kind: 'confirmed', id: randomUUID() });
const asEvent = (event: LogEvent): Notice => ({ kind: 'event', event });
const asCheckpoint = (place: Place): Notice => ({ kind: 'checkpoint', place });

/**
 * Follows the whole log behind a place. One that has come to the end of it says so, and says it again when it fell behind
 * and has made up for it; that it fell behind is not said, as on a real server. With a filter, a checkpoint goes before.
 */
export async function* subscribeToAll(log: Log, from: Place | 'start' | 'end', filter: ServerFilter | undefined, signal: AbortSignal): Notices {
  yield [confirmed()];
  const head = await log.head();
  // Whoever starts behind the end is told nothing until the log has come there.
  const start = from === 'start' ? 0 : from === 'end' ? head : from;
  const checkpoints = filter && new Checkpoints(filter.checkpointInterval, start);
  let live = start >= head;
  if (live) yield [CAUGHT_UP];
  for await (const batch of log.follow(Math.min(start, head), filter?.coarse, BATCH_SIZE, signal)) {
    const notices = stretchOf(batch, start, filter, checkpoints);
    if (live && !batch.live) live = false;
    if (!live && batch.live) {
      live = true;
      notices.push(...(checkpoints?.closing(batch.upTo).map(asCheckpoint) ?? []), CAUGHT_UP);
    }
    yield notices;
  }
}

function stretchOf({ events, upTo }: LogBatch, start: Place, filter: ServerFilter | undefined, checkpoints: Checkpoints | undefined): Notice[] {
  const notices: Notice[] = [];
  for (const event of events) {
    if (event.place <= start || filter?.matches(event) === false) continue;
    for (const place of checkpoints?.dueUpTo(event.place - 1) ?? []) notices.push(asCheckpoint(place));
    notices.push(asEvent(event));
  }
  for (const place of checkpoints?.dueUpTo(upTo) ?? []) notices.push(asCheckpoint(place));
  return notices;
}

/**
 * Follows one stream behind a revision.
 *
 * @throws RpcError when a tombstone ended the stream.
 */
export async function* subscribeToStream(
  log: Log,
  states: StreamStates,
  now: () => number,
  { stream, from }: { readonly stream: string; readonly from: number | 'start' | 'end' },
  signal: AbortSignal,
): Notices {
  if (states.isTombstoned(stream)) throw streamDeleted(stream);
  yield [confirmed()];
  const head = await log.head();
  let seen = from === 'start' ? -1 : from === 'end' ? ((await log.lastOf(stream))?.revision ?? -1) : from;
  try {
    for await (const events of readStream(log, states, now, { stream, from: seen + 1, direction: 'forwards', count: Infinity })) {
      if (signal.aborted) return;
      seen = events.at(-1)?.revision ?? seen;
      yield events.map(asEvent);
    }
  } catch (error) {
    // Whoever subscribes to a stream that is not there yet waits for it.
    if (!(error instanceof StreamNotFoundError)) throw error;
  }
  yield [CAUGHT_UP];
  for await (const { events } of log.follow(head, { categories: [categoryOf(stream)] }, BATCH_SIZE, signal)) {
    const news = events.filter((event) => event.stream === stream && event.revision > seen);
    seen = news.at(-1)?.revision ?? seen;
    yield news.map(asEvent);
  }
}
