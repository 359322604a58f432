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
  StoreUnavailableError,
  type SubscribeOptions,
} from '#event-sourcing';
import { type EncodedAppend, encodeAppend } from '../encoded-append.js';
import { AnywhereAppends } from './anywhere-appends.js';
import { Appends } from './appends.js';
import type { Connection } from './connection.js';
import { LogReader } from './log-reader.js';
import { followLog } from './subscription.js';

/** An event store in EventStoreDB, or KurrentDB as it is called now. */
export class EventStoreDbEventStore extends EventStore {
  private readonly end = new AbortController();
  private readonly reader: LogReader;
  private readonly appends: Appends;
  private readonly anywhere: AnywhereAppends;
  private readonly underWay = new Set<Promise<unknown>>();
  private closing: Promise<void> | undefined;

  constructor(private readonly connection: Connection) {
    super();
    this.reader = new LogReader(connection, this.end.signal);
    this.appends = new Appends(connection, (stream, revision) => this.reader.positionOf(stream, revision));
    this.anywhere = new AnywhereAppends({
      read: (stream, from) => this.reader.stream(stream, { from }),
      append: (append) => this.appends.append(append),
    });
  }

  override async append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<AppendResult> {
    this.requireOpen();
    const appending = this.send(encodeAppend(stream, expected, events));
    this.underWay.add(appending);
    try {
      return await appending;
    } finally {
      this.underWay.delete(appending);
    }
  }

  override async readStream(stream: string, options: ReadStreamOptions = {}): Promise<readonly RecordedEvent[]> {
    this.requireOpen();
    return this.reader.stream(stream, options);
  }

  override async readAll(options: ReadAllOptions = {}): Promise<readonly RecordedEvent[]> {
    this.requireOpen();
    return this.reader.all(options);
  }

  override async head(): Promise<Position | undefined> {
    this.requireOpen();
    return (await this.reader.end()).head;
  }

  override async *subscribe(options: SubscribeOptions = {}): AsyncGenerator<EventBatch, void, void> {
    this.requireOpen();
    const stop = options.signal ? AbortSignal.any([options.signal, this.end.signal]) : this.end.signal;
    yield* followLog(this.connection, this.reader, options, stop);
  }

  override close(): Promise<void> {
    this.closing ??= this.shutDown();
    return this.closing;
  }

  private send(append: EncodedAppend): Promise<AppendResult> {
    const { expected } = append;
    return expected === 'any' ? this.anywhere.append(append) : this.appends.append({ ...append, expected });
  }

  private async shutDown(): Promise<void> {
    await Promise.allSettled(this.underWay);
    this.end.abort();
    this.connection.close();
  }

  private requireOpen(): void {
    if (this.closing) throw new StoreUnavailableError('The event store is closed.');
  }
}
