import type { EventCodec } from './codec.js';
import type { DomainEvent, Recorded } from './event.js';

/**
 * A kind of stream, and how its events add up. Together with a slice's `decide(command, state)` this is a decider:
 * pure, so that time, ids and everything else that differs from one run to the next comes in as data.
 */
export interface Aggregate<State, Event extends DomainEvent> {
  /** The first part of the streams' names. */
  readonly category: string;
  readonly codec: EventCodec<Event>;
  /** The event with which a stream ends, where there is one: nothing is appended after it, whatever is decided. */
  readonly closedBy?: Event['type'];
  /** The state of a stream that does not exist. */
  readonly initialState: State;
  /** The state after one more event; never throws and never looks anywhere but at its arguments. */
  evolve(state: State, event: Recorded<Event>): State;
}

/** The state that a stream's events add up to. */
export const fold = <State, Event extends DomainEvent>(
  aggregate: Aggregate<State, Event>,
  events: readonly Recorded<Event>[],
  from: State = aggregate.initialState,
): State => events.reduce((state, event) => aggregate.evolve(state, event), from);
