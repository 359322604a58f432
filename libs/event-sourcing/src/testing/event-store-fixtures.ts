import type { RecordedEvent } from '../event.js';
import type { AppendResult, EventBatch, EventStore, NewEvent, SubscribeOptions } from '../event-store.js';
import type { JsonObject } from '../json.js';
import { uuidV5 } from '../uuid.js';
import { SPEC_TIME } from './record.js';

/** An event store under test. */
export interface OpenedEventStore {
  /** A store with an empty log. */
  readonly store: EventStore;
  /** Closes the store and opens the same log again. Left out where a log cannot outlive its store. */
  readonly reopen?: () => Promise<EventStore>;
  /** Closes the store, whether or not a spec did, and removes the log. */
  readonly dispose: () => Promise<void>;
}

let made = 0;

/** An event that no other one equals. */
export function newEvent(type = 'thing-happened', data: JsonObject = {}): NewEvent {
  const number = ++made;
  return {
    id: uuidV5(`contract/${number}`),
    type,
    data: { number, ...data },
    metadata: {
      org: 'acme',
      actor: 'system:contract',
      command_id: `command-${number}`,
      schema_version: 1,
      occurred_at: SPEC_TIME,
      $correlationId: `correlation-${number}`,
      $causationId: `command-${number}`,
    },
  };
}

export const newEvents = (count: number, type?: string): NewEvent[] => Array.from({ length: count }, () => newEvent(type));

/** Fills a new stream with so many new events, in appends of which every engine takes one at a time. */
export async function fillStream(store: EventStore, stream: string, count: number): Promise<AppendResult> {
  let end: AppendResult | undefined;
  for (let left = count; left > 0; left -= MOST_EVENTS) {
    end = await store.append(stream, end?.revision ?? 'no-stream', newEvents(Math.min(left, MOST_EVENTS)));
  }
  if (!end) throw new RangeError('A stream without events does not exist.');
  return end;
}

/** Of such small events an append may hold this many: EventStoreDB takes a megabyte unless it is told otherwise. */
const MOST_EVENTS = 1_000;

/** Appends new events, one append each, to these streams in this order; gives them as they are in the log. */
export async function fill(store: EventStore, streams: readonly string[]): Promise<RecordedEvent[]> {
  const recorded: RecordedEvent[] = [];
  for (const stream of streams) {
    const event = newEvent(`${stream}-touched`);
    const { revision, position } = await store.append(stream, 'any', [event]);
    recorded.push({ ...event, stream, revision, position });
  }
  return recorded;
}

/** Follows the log until it has seen this many events. */
export async function follow(store: EventStore, count: number, options: SubscribeOptions = {}): Promise<RecordedEvent[]> {
  const events: RecordedEvent[] = [];
  for await (const batch of store.subscribe(options)) {
    events.push(...batch.events);
    if (events.length >= count) break;
  }
  return events;
}

/** Follows the log until it has come to this position. */
export async function followTo(store: EventStore, position: string, options: SubscribeOptions = {}): Promise<EventBatch[]> {
  const batches: EventBatch[] = [];
  for await (const batch of store.subscribe(options)) {
    batches.push(batch);
    if (batch.position >= position) break;
  }
  return batches;
}
