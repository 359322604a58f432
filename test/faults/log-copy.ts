import { categoryOf, type EventStore, type Position, type RecordedEvent } from '#event-sourcing';
import { OpenWork } from '../load/open-work.js';

const PAGE = 2_000;

/** The log, as far as it was read: kept here, so that looking again reads only what is new. */
export class LogCopy {
  readonly events: RecordedEvent[] = [];
  /** What is under way in it. */
  readonly open = new OpenWork();

  constructor(private readonly store: EventStore) {}

  /** The position of the last event of these categories, up to and including another position. */
  lastOf(categories: readonly string[], until: Position): Position {
    return this.events.findLast(({ stream, position }) => position <= until && categories.includes(categoryOf(stream)))?.position ?? '';
  }

  /** Reads what is new, and says where the log ends. */
  async update(): Promise<Position> {
    for (;;) {
      const last = this.events.at(-1);
      const page = await this.store.readAll({ limit: PAGE, ...(last === undefined ? {} : { after: last.position }) });
      this.events.push(...page);
      this.open.add(page);
      if (page.length < PAGE) return this.events.at(-1)?.position ?? '';
    }
  }
}
