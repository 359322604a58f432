import { eventTypeFilter, type Filter, streamNameFilter } from '@eventstore/db-client';
import { categoryOf, type EventFilter } from '#event-sourcing';
import type { LogPosition } from './position.js';
import type { ReadEvent } from './recorded-event.js';

/** Events that the server looks at between two checkpoints, where a filter lets little or nothing through. */
export const EVENTS_PER_CHECKPOINT = 32;

/** Streams other than the server's own. */
const OURS = '^[^$]';
/** Streams without a name: none. */
const NONE = '^$';

/**
 * What the server leaves out of a subscription. It looks at the stream or at the type, and only at how either begins, so that
 * more comes than is asked for: `isShown` has the last word.
 *
 * @param checkpointReached must not throw, nor give a promise: the client would never go on.
 */
export function serverFilter(filter: EventFilter | undefined, checkpointReached: (position: LogPosition) => void): Filter {
  const progress = {
    maxSearchWindow: EVENTS_PER_CHECKPOINT,
    checkpointInterval: 1,
    checkpointReached: (_: unknown, position: LogPosition) => {
      checkpointReached(position);
    },
  };
  if (filter === undefined) return streamNameFilter({ ...progress, regex: OURS });
  const [create, prefixes] =
    'categories' in filter ? [streamNameFilter, filter.categories.map((category) => `${category}-`)] : [eventTypeFilter, [...filter.types]];
  return prefixes.length === 0 ? streamNameFilter({ ...progress, regex: NONE }) : create({ ...progress, prefixes });
}

/** Whether an event of the log is one that the filter lets through; the server's own never are. */
export function isShown({ streamId, type }: ReadEvent, filter: EventFilter | undefined): boolean {
  if (streamId.startsWith('$') || type.startsWith('$')) return false;
  if (filter === undefined) return true;
  return 'categories' in filter ? filter.categories.includes(categoryOf(streamId)) : filter.types.includes(type);
}
