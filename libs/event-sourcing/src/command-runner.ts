import { type Aggregate, fold } from './aggregate.js';
import { type Clock, isoTime, monotonicClock } from './clock.js';
import type { CommandContext } from './command-context.js';
import { ClosedStreamError, DomainError } from './errors.js';
import type { DomainEvent, EventMetadata, Recorded, RecordedEvent } from './event.js';
import {
  type AppendResult,
  type EventStore,
  type ExpectedRevision,
  type NewEvent,
  StoreUnavailableError,
  UnknownOutcomeError,
  WrongExpectedRevisionError,
} from './event-store.js';
import { TOO_MANY_WRITERS } from './outage.js';
import { uuidV5 } from './uuid.js';

/** What became of a command on one stream. */
export interface CommandOutcome<State, Event extends DomainEvent> {
  /** The state right after the command. */
  readonly state: State;
  /** The revision of the stream's last event at that moment; -1 for a stream that still does not exist. */
  readonly revision: number;
  /** The events that the command led to: now, or when it came for the first time. */
  readonly events: readonly Recorded<Event>[];
  /** True when the command had been carried out before, and this is its first answer again. */
  readonly resent: boolean;
  /** Whether the stream has ended, with this command or, where it was sent again, since. */
  readonly hasEnded: boolean;
}

export interface CommandRunnerOptions {
  /** How often a decision is made anew after somebody else wrote first; default 5. */
  readonly attempts?: number;
  /** How often an append with an unknown outcome is sent again; default 3. */
  readonly resends?: number;
  /**
   * Milliseconds after which a store that does not answer is not tried again; default 2,500. A store that gives up a call after
   * two seconds is so reported to be away within four and a half.
   */
  readonly patience?: number;
  /** Measures how long ago something was; never set anew while the process runs. */
  readonly clock?: Clock;
}

/** Loads a stream, decides, appends what was decided: the only way in which the domain writes. */
export class CommandRunner {
  private readonly attempts: number;
  private readonly resends: number;
  private readonly patience: number;
  private readonly clock: Clock;
  /** The last command on each stream that has one under way: whether it finds the store away. */
  private readonly underWay = new Map<string, Promise<boolean>>();

  constructor(private readonly store: EventStore, options: CommandRunnerOptions = {}) {
    this.attempts = options.attempts ?? 5;
    this.resends = options.resends ?? 3;
    this.patience = options.patience ?? 2_500;
    this.clock = options.clock ?? monotonicClock;
  }

  /**
   * Runs one decision on one stream. When somebody else writes to the stream in between, it is loaded and decided
   * again. Nothing decided means nothing appended. A command that the stream has seen is not decided again.
   *
   * Commands that come to one stream at the same time take turns here, so that they do not beat each other: only
   * another thread or process can be faster. Those that have waited long behind one that found the store away do not try
   * it in their turn. A command that has to be held is held right before the first append: a refusal leaves nothing behind.
   *
   * @param decide what happens, given the state; throws a DomainError to refuse.
   * @param isNew whether the stream is one that nobody should have written to, so that it need not be loaded first; when
   *   it turns out that somebody has, it is loaded after all.
   * @throws ClosedStreamError when something is to be appended to a stream that has ended.
   * @throws DomainError the decision's own; `conflict` when others kept writing first; `unavailable` when the store
   *   could not be reached or did not say whether it stored the events.
   */
  async run<State, Event extends DomainEvent>(
    aggregate: Aggregate<State, Event>,
    stream: string,
    decide: (state: State) => readonly Event[],
    context: CommandContext,
    isNew = false,
  ): Promise<CommandOutcome<State, Event>> {
    const before = this.underWay.get(stream);
    const arrival = this.clock.now();
    const turn = before
      ? before.then((away) => {
          if (away && this.isLate(arrival)) throw unavailable('event_store_unavailable');
          return this.runInTurn(aggregate, stream, decide, context, isNew, arrival);
        })
      : this.runInTurn(aggregate, stream, decide, context, isNew, arrival);
    const settled = turn.then(() => false, (error: unknown) => error instanceof DomainError && error.kind === 'unavailable');
    this.underWay.set(stream, settled);
    try {
      return await turn;
    } finally {
      if (this.underWay.get(stream) === settled) this.underWay.delete(stream);
    }
  }

  private async runInTurn<State, Event extends DomainEvent>(
    aggregate: Aggregate<State, Event>,
    stream: string,
    decide: (state: State) => readonly Event[],
    context: CommandContext,
    isNew: boolean,
    arrival: number,
  ): Promise<CommandOutcome<State, Event>> {
    for (let attempt = 1; ; attempt++) {
      const loaded =
        isNew && attempt === 1 ? nothingYet(aggregate.initialState) : await this.load(aggregate, stream, context.commandId);
      if (loaded.resent) return loaded;

      const decided = decide(loaded.state);
      if (decided.length === 0) return loaded;
      if (loaded.hasEnded) throw new ClosedStreamError(aggregate.category);

      if (context.claim) await context.claim.hold();
      const newEvents = toNewEvents(aggregate, stream, decided, context);
      const expected = loaded.revision < 0 ? 'no-stream' : loaded.revision;
      try {
        const result = await this.append(stream, expected, newEvents, arrival);
        const recorded = newEvents.map((event, index) =>
          aggregate.codec.decode({ ...event, stream, revision: loaded.revision + 1 + index, position: result.position }),
        );
        const state = fold(aggregate, recorded, loaded.state);
        return { state, revision: result.revision, events: recorded, resent: false, hasEnded: isEnd(aggregate, recorded.at(-1)) };
      } catch (error) {
        if (!(error instanceof WrongExpectedRevisionError)) throw error;
        if (attempt >= this.attempts) {
          throw new DomainError('conflict', TOO_MANY_WRITERS, 'Others kept changing this at the same time. Please try again.');
        }
      }
    }
  }

  /** The state of a stream as it is now. */
  async read<State, Event extends DomainEvent>(
    aggregate: Aggregate<State, Event>,
    stream: string,
  ): Promise<{ readonly state: State; readonly revision: number }> {
    const events = await reachable(() => this.store.readStream(stream));
    return {
      state: fold(aggregate, events.map((event) => aggregate.codec.decode(event))),
      revision: lastRevision(events),
    };
  }

  /** The state of a stream, up to and including the command's events where the stream holds them. */
  private async load<State, Event extends DomainEvent>(
    aggregate: Aggregate<State, Event>,
    stream: string,
    commandId: string,
  ): Promise<CommandOutcome<State, Event>> {
    const all = await reachable(() => this.store.readStream(stream));
    const last = all.findLastIndex((event) => event.metadata.command_id === commandId);
    const events = (last < 0 ? all : all.slice(0, last + 1)).map((event) => aggregate.codec.decode(event));
    return {
      state: fold(aggregate, events),
      revision: lastRevision(all.slice(0, events.length)),
      events: last < 0 ? [] : events.filter((event) => event.metadata.command_id === commandId),
      resent: last >= 0,
      hasEnded: isEnd(aggregate, all.at(-1)),
    };
  }

  private async append(
    stream: string,
    expected: ExpectedRevision,
    events: readonly NewEvent[],
    arrival: number,
  ): Promise<AppendResult> {
    for (let sent = 0; ; sent++) {
      try {
        return await reachable(() => this.store.append(stream, expected, events));
      } catch (error) {
        if (!(error instanceof UnknownOutcomeError)) throw error;
        if (sent >= this.resends || this.isLate(arrival)) throw unavailable('outcome_unknown');
      }
    }
  }

  private isLate(arrival: number): boolean {
    return this.clock.now() - arrival >= this.patience;
  }
}

const nothingYet = <State>(state: State): CommandOutcome<State, never> => ({ state, revision: -1, events: [], resent: false, hasEnded: false });

/** Whether a stream whose last event this is takes no other. */
const isEnd = <State, Event extends DomainEvent>({ closedBy }: Aggregate<State, Event>, last: { readonly type: string } | undefined): boolean =>
  last !== undefined && last.type === closedBy;

const lastRevision = (events: readonly RecordedEvent[]): number => events.at(-1)?.revision ?? -1;

const unavailable = (code: string): DomainError =>
  new DomainError('unavailable', code, 'The event store does not answer. Please try again; nothing is done twice.');

async function reachable<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw error instanceof StoreUnavailableError ? unavailable('event_store_unavailable') : error;
  }
}

function toNewEvents<Event extends DomainEvent>(
  aggregate: Aggregate<unknown, Event>,
  stream: string,
  events: readonly Event[],
  context: CommandContext,
): NewEvent[] {
  const metadata: Omit<EventMetadata, 'schema_version'> = {
    org: context.org,
    actor: context.actor,
    ...(context.onBehalfOf === undefined ? {} : { on_behalf_of: context.onBehalfOf }),
    command_id: context.commandId,
    occurred_at: isoTime(context.now),
    $correlationId: context.correlationId,
    $causationId: context.causationId ?? context.commandId,
  };
  let last: EventMetadata | undefined;
  return events.map((event, index) => {
    const { data, schemaVersion } = aggregate.codec.encode(event);
    const id = uuidV5(`${stream}/${context.commandId}/${index}`);
    if (last?.schema_version !== schemaVersion) last = { ...metadata, schema_version: schemaVersion };
    return { id, type: event.type, data, metadata: last };
  });
}
