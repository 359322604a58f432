import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { categoryOf, type EventFilter, type EventMetadata, type JsonObject, type ReadStreamOptions, type RecordedEvent } from '#event-sourcing';
import { blockOf, labelsOf, positionsOf } from './block-index.js';
import { LogTail } from './log-tail.js';
import { toPosition } from './position.js';
import type { Stretch } from './stretch.js';

export type Direction = 'forwards' | 'backwards';

/** Events of a stretch, from its beginning (or its end, when reading backwards), and what of it is still unread. */
export interface Page {
  readonly events: readonly RecordedEvent[];
  readonly rest: Stretch;
}

/** Blocks that one page looks into at most: a page takes milliseconds, however little a filter lets through. */
const BLOCKS_PER_PAGE = 8;

const COLUMNS = 'position, stream, revision, id, type, data, metadata';
type Row = readonly [position: number, stream: string, revision: number, id: string, type: string, data: string, metadata: string];

/** Reads the log over one connection; every call sees all that is committed, and holds on to nothing. */
export class LogReader {
  private readonly selectHead: StatementSync;
  private readonly streams: Record<Direction, StatementSync>;
  private readonly stretches: Record<'all' | 'categories' | 'types', Record<Direction, StatementSync>>;
  private readonly blocks: Record<Direction, StatementSync>;
  private readonly tail = new LogTail(({ above, upTo }) => this.stretches.all.forwards.all(above, upTo, Number.MAX_SAFE_INTEGER).map(toEvent));

  constructor(database: DatabaseSync) {
    // "?+0": SQLite plans a statement with a plain "LIMIT ?" anew for each value, which costs more than reading a stream.
    const events = (where: string, key: string): Record<Direction, StatementSync> => ({
      forwards: database.prepare(`SELECT ${COLUMNS} FROM events WHERE ${where} ORDER BY ${key} LIMIT ?+0`, { returnArrays: true }),
      backwards: database.prepare(`SELECT ${COLUMNS} FROM events WHERE ${where} ORDER BY ${key} DESC LIMIT ?+0`, { returnArrays: true }),
    });
    const oneOf = 'IN (SELECT value FROM json_each(?))';
    const block = (best: 'min' | 'max', comparison: '>=' | '<='): StatementSync =>
      database.prepare(
        `SELECT ${best}((SELECT ${best}(block) FROM label_blocks WHERE label = value AND block ${comparison} ?)) AS block FROM json_each(?)`,
      );
    this.selectHead = database.prepare('SELECT coalesce(max(position), 0) AS head FROM events');
    this.streams = events('stream = ? AND revision BETWEEN ? AND ?', 'revision');
    this.stretches = {
      all: events('position > ? AND position <= ?', 'position'),
      categories: events(`position > ? AND position <= ? AND category ${oneOf}`, 'position'),
      types: events(`position > ? AND position <= ? AND type ${oneOf}`, 'position'),
    };
    this.blocks = { forwards: block('min', '>='), backwards: block('max', '<=') };
  }

  /** The position of the last event; 0 while there is none. */
  head(): number {
    return Number(this.selectHead.get()?.head);
  }

  stream(stream: string, options: ReadStreamOptions): RecordedEvent[] {
    const { direction = 'forwards', from, limit = Number.MAX_SAFE_INTEGER } = options;
    const [first, last] = direction === 'forwards' ? [from ?? 0, Number.MAX_SAFE_INTEGER] : [0, from ?? Number.MAX_SAFE_INTEGER];
    return this.streams[direction].all(stream, first, last, limit).map(toEvent);
  }

  /** The next events of a stretch: `limit` at most, fewer when it had to look far for them. */
  page(stretch: Stretch, direction: Direction, filter: EventFilter | undefined, limit: number): Page {
    if (!filter) {
      const events = this.stretches.all[direction].all(stretch.above, stretch.upTo, limit).map(toEvent);
      return { events, rest: restOf(stretch, direction, events, limit) };
    }
    const labels = JSON.stringify(labelsOf(filter));
    const [select, names] =
      'categories' in filter ? [this.stretches.categories, filter.categories] : [this.stretches.types, filter.types];
    const values = JSON.stringify(names);

    const events: RecordedEvent[] = [];
    let rest = stretch;
    for (let looked = 0; looked < BLOCKS_PER_PAGE && events.length < limit && rest.above < rest.upTo; looked++) {
      const inBlock = this.nextBlock(rest, direction, labels);
      const wanted = limit - events.length;
      const found = select[direction].all(inBlock.above, inBlock.upTo, values, wanted).map(toEvent);
      events.push(...found);
      const unread = restOf(inBlock, direction, found, wanted);
      rest = direction === 'forwards' ? { above: unread.above, upTo: rest.upTo } : { above: rest.above, upTo: unread.upTo };
    }
    return { events, rest };
  }

  /** As `page` forwards, for the stretch from where a subscription is to the end of the log. */
  news(stretch: Stretch, filter: EventFilter | undefined, limit: number): Page {
    if (!this.tail.fits(stretch)) return this.page(stretch, 'forwards', filter, limit);
    if (filter && !this.tail.holds(stretch)) {
      const { above, upTo } = this.nextBlock(stretch, 'forwards', JSON.stringify(labelsOf(filter)));
      if (above === upTo) return { events: [], rest: readToTheEnd(stretch, 'forwards') };
    }
    const events = this.tail.of(stretch).filter(passesThrough(filter)).slice(0, limit);
    return { events, rest: restOf(stretch, 'forwards', events, limit) };
  }

  /** The next part of a stretch that lies in one block and may hold what is looked for; its empty end when there is none. */
  private nextBlock(stretch: Stretch, direction: Direction, labels: string): Stretch {
    const start = blockOf(direction === 'forwards' ? stretch.above + 1 : stretch.upTo);
    const block = this.blocks[direction].get(start, labels)?.block as number | null;
    const { first, last } = block === null ? { first: Infinity, last: -Infinity } : positionsOf(block);
    if (last <= stretch.above || first > stretch.upTo) return readToTheEnd(stretch, direction);
    return { above: Math.max(stretch.above, first - 1), upTo: Math.min(stretch.upTo, last) };
  }
}

/** Says of an event whether a filter lets it through. */
function passesThrough(filter: EventFilter | undefined): (event: RecordedEvent) => boolean {
  if (filter === undefined) return () => true;
  return 'categories' in filter ? ({ stream }) => filter.categories.includes(categoryOf(stream)) : ({ type }) => filter.types.includes(type);
}

/** What a stretch still holds after these events were read from it. */
function restOf(stretch: Stretch, direction: Direction, events: readonly RecordedEvent[], limit: number): Stretch {
  const last = events.length < limit ? undefined : events.at(-1);
  if (!last) return readToTheEnd(stretch, direction);
  const position = Number(last.position);
  return direction === 'forwards' ? { above: position, upTo: stretch.upTo } : { above: stretch.above, upTo: position - 1 };
}

/** The empty stretch that is left of one in which there is nothing more to find. */
const readToTheEnd = ({ above, upTo }: Stretch, direction: Direction): Stretch =>
  direction === 'forwards' ? { above: upTo, upTo } : { above, upTo: above };

function toEvent(row: unknown): RecordedEvent {
  const [position, stream, revision, id, type, data, metadata] = row as Row;
  return {
    id,
    type,
    data: JSON.parse(data) as JsonObject,
    metadata: JSON.parse(metadata) as EventMetadata,
    stream,
    revision,
    position: toPosition(position),
  };
}
