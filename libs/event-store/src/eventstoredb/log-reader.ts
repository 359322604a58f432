import { BACKWARDS, END, FORWARDS, START, StreamNotFoundError, type StreamingRead } from '@eventstore/db-client';
import { type Position, type ReadAllOptions, type ReadStreamOptions, type RecordedEvent, StoreUnavailableError } from '#event-sourcing';
import { collect } from './collect.js';
import type { Connection } from './connection.js';
import { asUnavailable, isNotLeader } from './errors.js';
import { isShown } from './filter.js';
import { fromPosition, type LogPosition, toPosition } from './position.js';
import { positionOf, type ReadEvent, toRecordedEvent } from './recorded-event.js';

type Direction = 'forwards' | 'backwards';

/** Events that are asked for at once: some hundred kilobytes. */
const PAGE_SIZE = 500;

/** Events that are asked for beyond those that are wanted, since the server's own may stand between them. */
const SURPLUS = 32;

/** Where the log ends. */
export interface LogEnd {
  /** The position of its last event, whoever wrote it. */
  readonly last?: Position;
  /** The position of its last event that is not the server's own. */
  readonly head?: Position;
}

/** Reads pages of the log from the leader, which alone knows every append that was answered. */
export class LogReader {
  /** @param closing ends reads under way. */
  constructor(
    private readonly connection: Connection,
    private readonly closing: AbortSignal,
  ) {}

  /** As `EventStore.readStream`. */
  async stream(stream: string, { direction = 'forwards', from, limit = Infinity }: ReadStreamOptions): Promise<RecordedEvent[]> {
    const events: RecordedEvent[] = [];
    let revision = from;
    while (events.length < limit && (revision === undefined || revision >= 0)) {
      const maxCount = Math.min(limit - events.length, PAGE_SIZE);
      const page = await this.streamPage(stream, direction, revision, maxCount);
      for (const event of page) events.push(toRecordedEvent(event));
      const last = events.at(-1);
      if (page.length < maxCount || last === undefined) break;
      revision = direction === 'forwards' ? last.revision + 1 : last.revision - 1;
    }
    return events;
  }

  /** As `EventStore.readAll`: the client filters nothing but subscriptions, so what is not wanted is left out here. */
  async all({ direction = 'forwards', after, filter, limit = 1_000 }: ReadAllOptions): Promise<RecordedEvent[]> {
    const events: RecordedEvent[] = [];
    let place = after === undefined ? undefined : fromPosition(after);
    while (events.length < limit) {
      const maxCount = filter ? PAGE_SIZE : Math.min(limit - events.length + SURPLUS, PAGE_SIZE);
      const page = await this.allPage(direction, place, maxCount);
      for (const event of page) {
        // Forwards, a page begins with the event that stands where it begins.
        if (!isAt(event, place) && isShown(event, filter) && events.length < limit) events.push(toRecordedEvent(event));
      }
      const last = page.at(-1);
      if (page.length < maxCount || last === undefined) break;
      place = positionOf(last);
    }
    return events;
  }

  /** Where the log ends; nothing while it is empty. */
  async end(): Promise<LogEnd> {
    let last: ReadEvent | undefined;
    for (let place: LogPosition | undefined; ; ) {
      const page = await this.allPage('backwards', place, SURPLUS);
      last ??= page[0];
      const head = page.find((event) => isShown(event, undefined));
      const first = page.at(-1);
      if (head || page.length < SURPLUS || first === undefined) {
        return { ...(last && { last: toPosition(positionOf(last)) }), ...(head && { head: toPosition(positionOf(head)) }) };
      }
      place = positionOf(first);
    }
  }

  /** Where an event stands that is known to be there. */
  async positionOf(stream: string, revision: number): Promise<LogPosition> {
    const [event] = await this.streamPage(stream, 'forwards', revision, 1);
    if (!event) throw new StoreUnavailableError(`Event ${revision} of ${stream} cannot be read yet.`);
    return positionOf(event);
  }

  private streamPage(stream: string, direction: Direction, from: number | undefined, maxCount: number): Promise<ReadEvent[]> {
    return this.page(() =>
      this.connection.readStream(stream, {
        maxCount,
        direction: direction === 'forwards' ? FORWARDS : BACKWARDS,
        fromRevision: from === undefined ? startOf(direction) : BigInt(from),
        requiresLeader: true,
      }),
    );
  }

  private allPage(direction: Direction, from: LogPosition | undefined, maxCount: number): Promise<ReadEvent[]> {
    return this.page(() =>
      this.connection.readAll({
        maxCount,
        direction: direction === 'forwards' ? FORWARDS : BACKWARDS,
        fromPosition: from ?? startOf(direction),
        requiresLeader: true,
      }),
    );
  }

  /** @throws StoreUnavailableError when it cannot be read. */
  private async page(begin: () => StreamingRead<{ readonly event?: ReadEvent }>): Promise<ReadEvent[]> {
    for (let redirected = false; ; redirected = true) {
      if (this.closing.aborted) throw new StoreUnavailableError('The event store is closed.');
      try {
        const page = await collect(begin(), this.connection.deadline, this.closing);
        return page.flatMap(({ event }) => event ?? []);
      } catch (error) {
        if (error instanceof StreamNotFoundError) return [];
        if (redirected || !isNotLeader(error)) throw asUnavailable(error);
        await this.connection.settled;
      }
    }
  }
}

const startOf = (direction: Direction): typeof START | typeof END => (direction === 'forwards' ? START : END);

function isAt(event: ReadEvent, place: LogPosition | undefined): boolean {
  const { commit, prepare } = positionOf(event);
  return commit === place?.commit && prepare === place.prepare;
}
