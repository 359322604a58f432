import { setImmediate as nextTurn } from 'node:timers/promises';
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
import type { Appends } from './appends.js';
import type { CommitSignal } from './commit-signal.js';
import { encodeAppend } from '../encoded-append.js';
import type { LogReader } from './log-reader.js';
import { fromPosition, toPosition } from './position.js';
import { messageOf, sqliteCode } from './sqlite-error.js';
import type { Stretch } from './stretch.js';
import { followLog } from './subscription.js';

/** Events that `readAll` reads in one turn of the event loop at most. */
const PAGE_SIZE = 1_000;

/**
 * An event store in a SQLite file, as seen over one connection: that of the thread that writes, of another thread that
 * sends it its appends, or of a process that only reads. They differ in where appends go and who announces commits.
 */
export class SqliteEventStore extends EventStore {
  private closing: Promise<void> | undefined;

  /** @param release gives back the connection and whatever else was taken for the store; called once, when all has ended. */
  constructor(
    private readonly reader: LogReader,
    readonly appends: Appends,
    readonly commits: CommitSignal,
    private readonly release: () => Promise<void> | void,
  ) {
    super();
  }

  override async append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<AppendResult> {
    return this.appends.append(encodeAppend(stream, expected, events));
  }

  override async readStream(stream: string, options: ReadStreamOptions = {}): Promise<readonly RecordedEvent[]> {
    return this.read((reader) => reader.stream(stream, options));
  }

  override async readAll(options: ReadAllOptions = {}): Promise<readonly RecordedEvent[]> {
    const { direction = 'forwards', after, filter, limit = 1_000 } = options;
    const start = after === undefined ? undefined : fromPosition(after);
    const head = this.read((reader) => reader.head());
    let stretch: Stretch =
      direction === 'forwards' ? { above: start ?? 0, upTo: head } : { above: 0, upTo: start === undefined ? head : Math.min(start - 1, head) };
    const events: RecordedEvent[] = [];
    for (;;) {
      const wanted = Math.min(limit - events.length, PAGE_SIZE);
      if (wanted <= 0 || stretch.above >= stretch.upTo) return events;
      const page = this.read((reader) => reader.page(stretch, direction, filter, wanted));
      for (const event of page.events) events.push(event);
      stretch = page.rest;
      if (events.length < limit && stretch.above < stretch.upTo) await nextTurn();
    }
  }

  override async head(): Promise<Position | undefined> {
    const head = this.read((reader) => reader.head());
    return head === 0 ? undefined : toPosition(head);
  }

  override async *subscribe(options: SubscribeOptions = {}): AsyncGenerator<EventBatch, void, void> {
    if (this.closing) throw closed();
    try {
      yield* followLog(this.reader, this.commits, options);
    } catch (error) {
      throw asUnavailable(error);
    }
  }

  override close(): Promise<void> {
    this.closing ??= this.shutDown();
    return this.closing;
  }

  private async shutDown(): Promise<void> {
    await this.appends.close();
    this.commits.close();
    await this.release();
  }

  private read<T>(query: (reader: LogReader) => T): T {
    if (this.closing) throw closed();
    try {
      return query(this.reader);
    } catch (error) {
      throw asUnavailable(error);
    }
  }
}

const closed = (): StoreUnavailableError => new StoreUnavailableError('The event store is closed.');

const asUnavailable = (error: unknown): unknown =>
  sqliteCode(error) === undefined
    ? error
    : new StoreUnavailableError(`The event store cannot be read: ${messageOf(error)}.`, { cause: error });
