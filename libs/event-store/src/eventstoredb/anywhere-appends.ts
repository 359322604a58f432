import { type AppendResult, type Position, type RecordedEvent, WrongExpectedRevisionError } from '#event-sourcing';
import type { EncodedAppend } from '../encoded-append.js';
import type { ExpectingAppend } from './append-request.js';

/** What it takes to append where a stream ends. */
export interface StreamAccess {
  /** The events of a stream, from a revision on. */
  read(stream: string, from: number): Promise<readonly RecordedEvent[]>;
  append(append: ExpectingAppend): Promise<AppendResult>;
}

/** Appends to one stream that wait for each other, and what they have read of it. */
interface Row {
  last: Promise<unknown>;
  readonly stored: { readonly id: string; readonly position: Position }[];
}

/**
 * Appends that expect nothing of their stream. The server has that too, but it recognises events that come again only for as
 * long as it remembers them, which the port promises for ever. So the stream is read, and then appended to as it was
 * found. That is for system streams, which are short; appends that come to one at once take turns and share what was read.
 */
export class AnywhereAppends {
  private readonly rows = new Map<string, Row>();

  constructor(private readonly access: StreamAccess) {}

  /**
   * Appends at the end of the stream, or finds the events in it.
   *
   * @throws WrongExpectedRevisionError when the stream holds some of the events, but not as one append.
   */
  async append(append: EncodedAppend): Promise<AppendResult> {
    const row = this.rows.get(append.stream) ?? { last: Promise.resolve(), stored: [] };
    const turn = row.last.then(() => this.appendInTurn(append, row.stored));
    const settled = turn.catch(() => undefined);
    row.last = settled;
    this.rows.set(append.stream, row);
    try {
      return await turn;
    } finally {
      if (row.last === settled) this.rows.delete(append.stream);
    }
  }

  private async appendInTurn(append: EncodedAppend, stored: Row['stored']): Promise<AppendResult> {
    for (;;) {
      for (const { id, position } of await this.access.read(append.stream, stored.length)) stored.push({ id, position });
      const before = appendedBefore(append, stored);
      if (before) return before;
      try {
        return await this.access.append({ ...append, expected: stored.length === 0 ? 'no-stream' : stored.length - 1 });
      } catch (error) {
        // Another process was faster, perhaps with these very events: what is new in the stream tells.
        if (!(error instanceof WrongExpectedRevisionError)) throw error;
      }
    }
  }
}

function appendedBefore({ stream, events }: EncodedAppend, stored: Row['stored']): AppendResult | undefined {
  const ids = new Set(events.map(({ id }) => id));
  if (!stored.some(({ id }) => ids.has(id))) return undefined;
  const first = stored.findIndex(({ id }) => id === events[0]?.id);
  const last = stored[first + events.length - 1];
  const isWhole = first >= 0 && events.every(({ id }, index) => stored[first + index]?.id === id);
  if (!isWhole || last === undefined) throw new WrongExpectedRevisionError(stream, 'any', stored.length - 1);
  return { revision: first + events.length - 1, position: last.position };
}
