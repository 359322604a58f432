import type { ServerFilter } from './event-filter.js';
import type { Direction, Log } from './log.js';
import type { Place } from './position.js';
import type { LogEvent } from './stored-event.js';

/** Events that are read in one turn of the event loop at most. */
const PAGE_SIZE = 500;

export interface ReadAll {
  /** Forwards this event is the first to be read, backwards the one before it. */
  readonly from: Place | 'start' | 'end';
  readonly direction: Direction;
  readonly count: number;
  readonly filter?: ServerFilter;
}

/** The events of the whole log, page after page. Metadata hides none of them: that would be a scavenge's work. */
export async function* readAll(log: Log, { from, direction, count, filter }: ReadAll): AsyncGenerator<LogEvent[], void, void> {
  const head = await log.head();
  const start = from === 'start' ? 0 : from === 'end' ? head + 1 : from;
  let place = direction === 'forwards' ? Math.max(0, start - 1) : Math.min(start, head + 1);
  let left = count;
  while (left > 0 && (direction === 'backwards' || place < head)) {
    const limit = filter ? PAGE_SIZE : Math.min(left, PAGE_SIZE);
    const events = await log.all(place, direction, filter?.coarse, limit);
    const end = events.at(-1);
    if (end === undefined) return;
    place = end.place;
    const matching = filter ? events.filter((event) => filter.matches(event)).slice(0, left) : events;
    left -= matching.length;
    yield matching;
    if (events.length < limit) return;
  }
}
