import { expect } from '@jest/globals';
import { type Aggregate, fold } from '../aggregate.js';
import { DomainError } from '../errors.js';
import type { DomainEvent } from '../event.js';
import { recordAll } from './record.js';

/** The last part of a spec: what must have come of the command. */
export interface DeciderThen<Event extends DomainEvent> {
  /** Exactly these events, which also fit their schemas. */
  then(...events: Event[]): void;
  /** No events: the effect is there already. */
  thenNothing(): void;
  /** Sent again after its events were recorded, the command leads to no more of them. */
  resent(): void;
  /** Refused with this code; and, when given, because of this field (dotted path). */
  fails(code: string, field?: string): void;
}

/** Given events, when a command comes, then … */
export interface DeciderSpec<State, Command, Event extends DomainEvent> {
  readonly given: (...events: Event[]) => {
    when(command: Command): DeciderThen<Event>;
    /** The state that the given events add up to. */
    state(): State;
  };
}

/** A spec for one decision on one kind of stream; pure, so nothing has to be set up or torn down. */
export function deciderSpec<State, Command, Event extends DomainEvent>(
  aggregate: Aggregate<State, Event>,
  decide: (command: Command, state: State) => readonly Event[],
): DeciderSpec<State, Command, Event> {
  const stateAfter = (events: readonly Event[]): State => fold(aggregate, recordAll(`${aggregate.category}-acme.1`, events));
  return {
    given: (...history) => ({
      state: () => stateAfter(history),
      when(command) {
        const decided = (): Event[] => {
          const events = [...decide(command, stateAfter(history))];
          for (const event of events) aggregate.codec.encode(event);
          return events;
        };
        return {
          then: (...expected) => {
            expect(decided()).toEqual(expected);
          },
          thenNothing: () => {
            expect(decided()).toEqual([]);
          },
          resent: () => {
            const first = decided();
            expect(first).not.toEqual([]);
            expect(decide(command, stateAfter([...history, ...first]))).toEqual([]);
          },
          fails: (code, field) => {
            const error = thrownBy(decided);
            expect(error).toBeInstanceOf(DomainError);
            const refusal = error as DomainError;
            expect(refusal.code).toBe(code);
            if (field !== undefined) expect(refusal.fields.map(({ path }) => path.join('.'))).toContain(field);
          },
        };
      },
    }),
  };
}

function thrownBy(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  return undefined;
}
