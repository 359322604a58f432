import type { EventFilter, EventStore, Position } from '#event-sourcing';
import type { Place } from './position.js';
import { type LogEvent, toLogEvent } from './stored-event.js';

export type Direction = 'forwards' | 'backwards';

/** A stretch of the log, as somebody who follows it sees it. */
export interface LogBatch {
  readonly events: readonly LogEvent[];
  /** Everything up to and including this place was seen. */
  readonly upTo: Place;
  /** True when that is the end of the log. */
  readonly live: boolean;
}

/** The embedded event store, seen as the log that a server has. */
export class Log {
  constructor(private readonly store: EventStore) {}

  /** The place of the last event; 0 while there is none. */
  async head(): Promise<Place> {
    const head = await this.store.head();
    return head === undefined ? 0 : Number(head);
  }

  /** Events of a stream, from a revision on, itself included. */
  async stream(stream: string, from: number, direction: Direction, limit: number): Promise<LogEvent[]> {
    return (await this.store.readStream(stream, { direction, limit, from })).map(toLogEvent);
  }

  /** The stream's last event. */
  async lastOf(stream: string): Promise<LogEvent | undefined> {
    const [last] = await this.store.readStream(stream, { direction: 'backwards', limit: 1 });
    return last && toLogEvent(last);
  }

  /** Events behind a place, or before it. */
  async all(place: Place, direction: Direction, filter: EventFilter | undefined, limit: number): Promise<LogEvent[]> {
    if (direction === 'backwards' && place <= 1) return [];
    return (await this.store.readAll({ direction, limit, ...after(place), ...(filter && { filter }) })).map(toLogEvent);
  }

  /** Follows the log behind a place, until the signal. */
  async *follow(place: Place, filter: EventFilter | undefined, batchSize: number, signal: AbortSignal): AsyncGenerator<LogBatch, void, void> {
    for await (const { events, position, live } of this.store.subscribe({ batchSize, signal, ...after(place), ...(filter && { filter }) })) {
      yield { events: events.map(toLogEvent), upTo: Number(position), live };
    }
  }
}

/** The embedded store's own token of a place has sixteen digits, and there is none for the beginning. */
const after = (place: Place): { readonly after?: Position } => (place === 0 ? {} : { after: String(place).padStart(16, '0') });
