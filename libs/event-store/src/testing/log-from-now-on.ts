import {
  type AppendResult,
  type EventBatch,
  EventStore,
  type ExpectedRevision,
  type NewEvent,
  type Position,
  type ReadAllOptions,
  type ReadStreamOptions,
  type RecordedEvent,
  type SubscribeOptions,
  WrongExpectedRevisionError,
} from '#event-sourcing';

/**
 * A log that is not empty, seen as if it began now: with streams of its own and without anything before. For specs on a
 * server whose log nobody can empty, and which nobody else writes to meanwhile.
 */
export class LogFromNowOn extends EventStore {
  /**
   * @param start the log's head at the beginning.
   * @param run ends the names of its streams; nobody else's do.
   */
  constructor(
    private readonly log: EventStore,
    private readonly start: Position | undefined,
    private readonly run: string,
  ) {
    super();
  }

  override async append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<AppendResult> {
    try {
      return await this.log.append(stream + this.run, expected, events);
    } catch (error) {
      if (!(error instanceof WrongExpectedRevisionError)) throw error;
      throw new WrongExpectedRevisionError(stream, error.expected, error.actual);
    }
  }

  override async readStream(stream: string, options?: ReadStreamOptions): Promise<readonly RecordedEvent[]> {
    return this.shown(await this.log.readStream(stream + this.run, options));
  }

  override async readAll(options: ReadAllOptions = {}): Promise<readonly RecordedEvent[]> {
    const backwards = options.direction === 'backwards';
    return this.shown(await this.log.readAll({ ...(!backwards && this.start !== undefined && { after: this.start }), ...options }));
  }

  override async head(): Promise<Position | undefined> {
    const head = await this.log.head();
    return head === this.start ? undefined : head;
  }

  override async *subscribe(options: SubscribeOptions = {}): AsyncGenerator<EventBatch, void, void> {
    let silent = options.after === undefined;
    for await (const batch of this.log.subscribe({ ...(this.start !== undefined && { after: this.start }), ...options })) {
      // A log that is empty has no position to be live at.
      if (silent && batch.position === this.start) continue;
      silent = false;
      yield { ...batch, events: this.shown(batch.events) };
    }
  }

  override close(): Promise<void> {
    return this.log.close();
  }

  private shown(events: readonly RecordedEvent[]): RecordedEvent[] {
    return events
      .filter(({ position }) => this.start === undefined || position > this.start)
      .map((event) => ({ ...event, stream: event.stream.slice(0, -this.run.length) }));
  }
}
