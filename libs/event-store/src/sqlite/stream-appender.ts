import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { type AppendResult, categoryOf, WrongExpectedRevisionError } from '#event-sourcing';
import { BlockIndex } from './block-index.js';
import type { EncodedAppend, EncodedEvent } from '../encoded-append.js';
import { toPosition } from './position.js';

/** The revision of a stream's last event, and whether the stream's events are found by their ids. */
interface StreamEnd {
  readonly revision: number;
  readonly found_by_id: number;
}

/** A stream that does not exist. */
const NOWHERE: StreamEnd = { revision: -1, found_by_id: 0 };

/** Does appends, one after the other, inside a transaction that somebody else begins and commits. */
export class StreamAppender {
  private readonly selectEnd: StatementSync;
  private readonly selectStored: StatementSync;
  private readonly selectRevision: StatementSync;
  private readonly markFoundById: StatementSync;
  private readonly insert: StatementSync;
  private readonly blocks: BlockIndex;
  private position: number;

  constructor(database: DatabaseSync) {
    this.selectEnd = database.prepare('SELECT revision, found_by_id FROM events WHERE stream = ? ORDER BY revision DESC LIMIT 1');
    this.selectStored = database.prepare('SELECT id, position FROM events WHERE stream = ? AND revision >= ? ORDER BY revision LIMIT ?+0');
    // The plus keeps SQLite from walking the stream in the order of revisions, where the index by id finds the event at once.
    this.selectRevision = database.prepare('SELECT min(+revision) AS revision FROM events WHERE stream = ? AND id = ? AND found_by_id = 1');
    this.markFoundById = database.prepare('UPDATE events SET found_by_id = 1 WHERE stream = ?');
    this.insert = database.prepare(
      'INSERT INTO events (position, stream, revision, id, type, category, found_by_id, data, metadata) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
    );
    this.blocks = new BlockIndex(database);
    this.position = Number(database.prepare('SELECT coalesce(max(position), 0) AS position FROM events').get()?.position);
  }

  /** The position of the last event appended. */
  get head(): number {
    return this.position;
  }

  /** Goes back to `head`, because everything behind it was rolled back. */
  rollBack(head: number): void {
    this.position = head;
    this.blocks.forget();
  }

  /**
   * Appends all the events, or finds that they are there already.
   *
   * @throws WrongExpectedRevisionError before anything is written.
   */
  append(append: EncodedAppend): AppendResult {
    const { stream, expected, events } = append;
    const end = (this.selectEnd.get(stream) as StreamEnd | undefined) ?? NOWHERE;
    if (expected === 'any') {
      if (end !== NOWHERE && end.found_by_id === 0) this.markFoundById.run(stream);
      return this.appendedSomewhere(append, end.revision) ?? this.write(stream, events, end.revision, 1);
    }
    const before = expected === 'no-stream' ? -1 : expected;
    if (before === end.revision && expected !== -1) return this.write(stream, events, end.revision, end.found_by_id);
    return this.appendedAt(stream, before + 1, events) ?? conflict(append, end.revision);
  }

  private write(stream: string, events: readonly EncodedEvent[], last: number, foundById: number): AppendResult {
    const category = categoryOf(stream);
    let revision = last;
    for (const { id, type, data, metadata } of events) {
      const position = this.position + 1;
      this.insert.run(position, stream, ++revision, id, type, category, foundById, data, metadata);
      this.blocks.note(position, category, type);
      this.position = position;
    }
    return { revision, position: toPosition(this.position) };
  }

  /** The first answer to an append whose events stand in the stream from this revision on, just as they came. */
  private appendedAt(stream: string, revision: number, events: readonly EncodedEvent[]): AppendResult | undefined {
    const stored = this.selectStored.all(stream, revision, events.length) as unknown as { id: string; position: number }[];
    const last = stored.at(-1);
    if (!last || !events.every(({ id }, index) => stored[index]?.id === id)) return undefined;
    return { revision: revision + events.length - 1, position: toPosition(last.position) };
  }

  /** The first answer to an append of which the stream holds every event; a conflict when it holds but some of them. */
  private appendedSomewhere(append: EncodedAppend, end: number): AppendResult | undefined {
    const { stream, events } = append;
    if (end < 0) return undefined;
    const revisions = events.map(({ id }) => this.selectRevision.get(stream, id)?.revision as number | null);
    const first = revisions[0];
    if (typeof first === 'number') return this.appendedAt(stream, first, events) ?? conflict(append, end);
    return revisions.every((revision) => revision === null) ? undefined : conflict(append, end);
  }
}

function conflict({ stream, expected }: EncodedAppend, end: number): never {
  throw new WrongExpectedRevisionError(stream, expected, end < 0 ? 'no-stream' : end);
}
