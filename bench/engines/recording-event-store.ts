import type {
  AppendResult, EventBatch, EventStore, ExpectedRevision, NewEvent, Position, ReadAllOptions, ReadStreamOptions, RecordedEvent, SubscribeOptions,
} from '#event-sourcing';

/** One append as it was asked for. */
export interface RecordedAppend {
  readonly stream: string;
  readonly expected: ExpectedRevision;
  readonly events: readonly NewEvent[];
}

/** An event store that keeps in mind what was appended, in the order in which it was asked for. */
export class RecordingEventStore implements EventStore {
  /** What was appended since this was emptied. */
  appends: RecordedAppend[] = [];

  constructor(private readonly store: EventStore) {}

  append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<AppendResult> {
    this.appends.push({ stream, expected, events });
    return this.store.append(stream, expected, events);
  }

  readStream(stream: string, options?: ReadStreamOptions): Promise<readonly RecordedEvent[]> {
    return this.store.readStream(stream, options);
  }

  readAll(options?: ReadAllOptions): Promise<readonly RecordedEvent[]> {
    return this.store.readAll(options);
  }

  head(): Promise<Position | undefined> {
    return this.store.head();
  }

  subscribe(options?: SubscribeOptions): AsyncIterable<EventBatch> {
    return this.store.subscribe(options);
  }

  close(): Promise<void> {
    return this.store.close();
  }
}
