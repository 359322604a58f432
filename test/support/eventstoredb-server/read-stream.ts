import { firstVisible, isDeleted, type Limits } from './limits.js';
import type { Direction, Log } from './log.js';
import { streamDeleted } from './rpc-error.js';
import type { LogEvent } from './stored-event.js';
import type { StreamStates } from './stream-states.js';

/** Events that are read in one turn of the event loop at most. */
const PAGE_SIZE = 500;

/** There is nothing to be seen in a stream: it was never written, or is deleted. */
export class StreamNotFoundError extends Error {
  override readonly name = 'StreamNotFoundError';
}

export interface ReadStream {
  readonly stream: string;
  /** The first revision to read, itself included. */
  readonly from: number | 'start' | 'end';
  readonly direction: Direction;
  readonly count: number;
}

/**
 * The events of a stream, page after page, without those that its metadata hides.
 *
 * @throws StreamNotFoundError
 * @throws RpcError when a tombstone ended the stream.
 */
export async function* readStream(log: Log, states: StreamStates, now: () => number, request: ReadStream): AsyncGenerator<LogEvent[], void, void> {
  const { stream, direction, count } = request;
  if (states.isTombstoned(stream)) throw streamDeleted(stream);
  const limits = states.limitsOf(stream) ?? {};
  const last = isDeleted(limits) ? undefined : await log.lastOf(stream);
  if (last === undefined) throw new StreamNotFoundError(stream);
  const first = firstVisible(limits, last.revision);
  const oldest = now() - (limits.maxAge ?? Infinity);

  let left = count;
  let next = startOf(request, first, last.revision);
  while (left > 0 && next >= first && next <= last.revision) {
    const events = await log.stream(stream, next, direction, Math.min(left, PAGE_SIZE));
    const end = events.at(-1);
    if (end === undefined) return;
    const visible = hidesAny(limits) ? events.filter(({ revision, createdAt }) => revision >= first && createdAt >= oldest) : events;
    left -= visible.length;
    next = direction === 'forwards' ? end.revision + 1 : end.revision - 1;
    yield visible;
  }
}

const hidesAny = ({ maxAge, maxCount, truncateBefore }: Limits): boolean => (maxAge ?? maxCount ?? truncateBefore) !== undefined;

function startOf({ from, direction }: ReadStream, first: number, last: number): number {
  const revision = from === 'start' ? 0 : from === 'end' ? Infinity : from;
  return direction === 'forwards' ? Math.max(first, revision) : Math.min(last, revision);
}
