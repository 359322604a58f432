import {
  type AppendResult,
  type EventBatch,
  type EventFilter,
  type EventStore,
  type ExpectedRevision,
  type NewEvent,
  type ReadAllOptions,
  type ReadStreamOptions,
  type SubscribeOptions,
  WrongExpectedRevisionError,
} from '../event-store.js';
import type { Position, RecordedEvent } from '../event.js';
import { categoryOf } from '../stream-name.js';
import { deepFreeze } from './deep-freeze.js';

const PAGE = 1_000;

/**
 * A stand-in for specs: keeps the port's promises in memory, except that nothing outlives the process. Events are
 * frozen, so that a reader who alters one is found.
 */
export class InMemoryEventStore implements EventStore {
  private readonly log: RecordedEvent[] = [];
  private readonly streams = new Map<string, RecordedEvent[]>();
  private readonly sleepers = new Set<() => void>();
  private closed = false;
  private dropWith: { readonly error: Error } | undefined;

  async append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<AppendResult> {
    if (events.length === 0 || new Set(events.map(({ id }) => id)).size < events.length) {
      throw new RangeError('An append has events, each of them once.');
    }
    const existing = this.streams.get(stream) ?? [];
    const before = appendedBefore(existing, expected, events);
    if (before !== undefined) return { revision: before.revision, position: before.position };
    const last = existing.length - 1;
    const asExpected =
      expected === 'any'
        ? !existing.some(({ id }) => events.some((event) => event.id === id))
        : expected === (last < 0 ? 'no-stream' : last);
    if (!asExpected) {
      throw new WrongExpectedRevisionError(stream, expected, last < 0 ? 'no-stream' : last);
    }
    for (const event of events) {
      const { id, type, data, metadata } = structuredClone(event);
      const position = positionAt(this.log.length);
      const recorded = deepFreeze({ id, type, data, metadata, stream, revision: existing.length, position });
      existing.push(recorded);
      this.log.push(recorded);
    }
    this.streams.set(stream, existing);
    this.wake();
    return { revision: existing.length - 1, position: this.log.at(-1)?.position ?? '' };
  }

  async readStream(stream: string, options: ReadStreamOptions = {}): Promise<readonly RecordedEvent[]> {
    const { direction = 'forwards', from, limit = Infinity } = options;
    const events = this.streams.get(stream) ?? [];
    const wanted =
      direction === 'forwards' ? events.slice(from ?? 0) : events.slice(0, (from ?? events.length) + 1).reverse();
    return wanted.slice(0, limit);
  }

  async readAll(options: ReadAllOptions = {}): Promise<readonly RecordedEvent[]> {
    const { direction = 'forwards', after, filter, limit = PAGE } = options;
    const log = direction === 'forwards' ? this.log : [...this.log].reverse();
    const beyond = (position: Position): boolean =>
      after === undefined || (direction === 'forwards' ? position > after : position < after);
    return log.filter((event) => beyond(event.position) && matches(filter, event)).slice(0, limit);
  }

  async head(): Promise<Position | undefined> {
    return this.log.at(-1)?.position;
  }

  async *subscribe(options: SubscribeOptions = {}): AsyncGenerator<EventBatch> {
    const { after, filter, batchSize = PAGE, signal } = options;
    const dropWith = this.dropWith;
    let next = after === undefined ? 0 : Number(after) + 1;
    if (after !== undefined && next === this.log.length && !signal?.aborted) yield { events: [], position: after, live: true };
    while (!this.closed && !signal?.aborted) {
      if (this.dropWith !== dropWith && this.dropWith !== undefined) throw this.dropWith.error;
      if (next >= this.log.length) {
        await this.grown(signal);
        continue;
      }
      const events: RecordedEvent[] = [];
      while (next < this.log.length && events.length < batchSize) {
        const event = this.log[next++];
        if (event !== undefined && matches(filter, event)) events.push(event);
      }
      yield { events, position: positionAt(next - 1), live: next === this.log.length };
    }
  }

  async close(): Promise<void> {
    this.closed = true;
    this.wake();
  }

  /** Drops every subscription there is with this error, as a store does when a connection breaks. */
  dropSubscriptions(error: Error): void {
    this.dropWith = { error };
    this.wake();
  }

  private grown(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        this.sleepers.delete(wake);
        signal?.removeEventListener('abort', wake);
        resolve();
      };
      this.sleepers.add(wake);
      signal?.addEventListener('abort', wake, { once: true });
    });
  }

  private wake(): void {
    for (const wake of [...this.sleepers]) wake();
  }
}

const positionAt = (index: number): Position => String(index).padStart(16, '0');

const matches = (filter: EventFilter | undefined, { stream, type }: RecordedEvent): boolean => {
  if (filter === undefined) return true;
  return 'categories' in filter ? filter.categories.includes(categoryOf(stream)) : filter.types.includes(type);
};

/** The last of these events where the stream holds them as one append, just as they came. */
function appendedBefore(
  existing: readonly RecordedEvent[],
  expected: ExpectedRevision,
  events: readonly NewEvent[],
): RecordedEvent | undefined {
  const first =
    expected === 'any' ? existing.findIndex(({ id }) => id === events[0]?.id) : expected === 'no-stream' ? 0 : expected + 1;
  if (first < 0 || !events.every(({ id }, index) => existing[first + index]?.id === id)) return undefined;
  return existing[first + events.length - 1];
}
