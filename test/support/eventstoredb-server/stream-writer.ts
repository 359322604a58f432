import { randomUUID } from 'node:crypto';
import { type AppendResult, type EventStore, type ExpectedRevision, type NewEvent, WrongExpectedRevisionError } from '#event-sourcing';
import { TRUNCATED_FOR_EVER, truncated } from './limits.js';
import type { Log } from './log.js';
import type { Place } from './position.js';
import { type ProposedEvent, toNewEvents } from './stored-event.js';
import { METADATA, metastreamOf, type StreamStates, TOMBSTONE } from './stream-states.js';
import { StreamTurns } from './stream-turns.js';

/** What a client may expect of a stream; a number is the revision of its last event. */
export type ExpectedVersion = number | 'no-stream' | 'any' | 'stream-exists';

/** What became of an append or a deletion. A revision of -1 says that there is no event in the stream. */
export type WriteOutcome =
  | { readonly kind: 'written'; readonly revision: number; readonly place?: Place }
  | { readonly kind: 'wrong-version'; readonly current: number }
  | { readonly kind: 'deleted' };

const DELETED = { kind: 'deleted' } as const;
const NOTHING = new Uint8Array();

/** Writes to streams by the server's rules, of which the embedded store has fewer. */
export class StreamWriter {
  private readonly turns = new StreamTurns();

  constructor(
    private readonly store: EventStore,
    private readonly log: Log,
    private readonly states: StreamStates,
    private readonly now: () => number,
  ) {}

  async append(stream: string, expected: ExpectedVersion, events: readonly ProposedEvent[]): Promise<WriteOutcome> {
    const outcome = await this.turns.share(stream, async () =>
      this.states.isSoftDeleted(stream) ? undefined : this.appendNow(stream, expected, events),
    );
    return outcome ?? this.turns.alone(stream, () => this.appendToDeleted(stream, expected, events));
  }

  /** Hides the stream's events until somebody writes to it again. */
  async delete(stream: string, expected: ExpectedVersion): Promise<WriteOutcome> {
    return this.turns.alone(stream, async () => {
      const refusal = await this.check(stream, expected);
      if (refusal) return refusal;
      return this.writeMetadata(stream, truncated(this.states.metadataOf(stream), TRUNCATED_FOR_EVER));
    });
  }

  /** Ends the stream for ever. */
  async tombstone(stream: string, expected: ExpectedVersion): Promise<WriteOutcome> {
    return this.turns.alone(stream, async () => {
      const refusal = await this.check(stream, expected);
      if (refusal) return refusal;
      const tombstone = { id: randomUUID(), type: TOMBSTONE, contentType: 'application/octet-stream', data: NOTHING, metadata: NOTHING };
      const outcome = await this.put(stream, await this.lastRevision(stream), toNewEvents([tombstone], this.date(), true));
      if (outcome.kind === 'written') this.states.end(stream);
      return outcome;
    });
  }

  private async appendNow(stream: string, expected: ExpectedVersion, events: readonly ProposedEvent[]): Promise<WriteOutcome> {
    if (this.states.isTombstoned(stream)) return DELETED;
    if (expected === 'stream-exists' || events.length === 0) {
      const refusal = await this.check(stream, expected);
      if (refusal) return refusal;
    }
    if (events.length === 0) return { kind: 'written', revision: await this.lastRevision(stream) };
    const outcome = await this.put(stream, expected === 'stream-exists' ? 'any' : expected, toNewEvents(events, this.date()));
    this.learnMetadata(stream, events, outcome);
    return outcome;
  }

  /**
   * Writing to a deleted stream brings it back, with what is written as its first events to be seen; revisions go on. Were the server
   * to die between the two writes, the events would stay hidden and the append unanswered.
   */
  private async appendToDeleted(stream: string, expected: ExpectedVersion, events: readonly ProposedEvent[]): Promise<WriteOutcome> {
    if (!this.states.isSoftDeleted(stream)) return this.appendNow(stream, expected, events);
    if (expected === 'stream-exists' || this.states.isTombstoned(stream)) return DELETED;
    const last = await this.lastRevision(stream);
    const first = await this.appendNow(stream, expected, events);
    const outcome = first.kind === 'wrong-version' && expected === 'no-stream' ? await this.appendNow(stream, last, events) : first;
    const appended = outcome.kind === 'written' && outcome.revision > last;
    if (appended) await this.writeMetadata(stream, truncated(this.states.metadataOf(stream), last + 1));
    return outcome;
  }

  /** Why a write must not be, if it must not. */
  private async check(stream: string, expected: ExpectedVersion): Promise<WriteOutcome | undefined> {
    if (this.states.isTombstoned(stream)) return DELETED;
    if (expected === 'stream-exists' && this.states.isSoftDeleted(stream)) return DELETED;
    if (expected === 'any') return undefined;
    const current = await this.lastRevision(stream);
    if (expected === 'stream-exists') {
      const exists = current >= 0 || this.states.metadataOf(stream) !== undefined;
      return exists ? undefined : { kind: 'wrong-version', current };
    }
    return current === (expected === 'no-stream' ? -1 : expected) ? undefined : { kind: 'wrong-version', current };
  }

  private async writeMetadata(stream: string, data: string): Promise<WriteOutcome> {
    const event = { id: randomUUID(), type: METADATA, contentType: 'application/json', data: Buffer.from(data), metadata: NOTHING };
    return this.append(metastreamOf(stream), 'any', [event]);
  }

  private learnMetadata(stream: string, events: readonly ProposedEvent[], outcome: WriteOutcome): void {
    const last = events.at(-1);
    if (outcome.kind !== 'written' || outcome.place === undefined || last === undefined) return;
    this.states.learn({ stream, type: last.type, data: last.data, place: outcome.place });
  }

  private async put(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<WriteOutcome> {
    try {
      return written(await this.store.append(stream, expected === -1 ? 'no-stream' : expected, events));
    } catch (error) {
      if (!(error instanceof WrongExpectedRevisionError)) throw error;
      return { kind: 'wrong-version', current: error.actual === 'no-stream' ? -1 : error.actual };
    }
  }

  private async lastRevision(stream: string): Promise<number> {
    return (await this.log.lastOf(stream))?.revision ?? -1;
  }

  private date(): Date {
    return new Date(this.now());
  }
}

const written = ({ revision, position }: AppendResult): WriteOutcome => ({ kind: 'written', revision, place: Number(position) });
