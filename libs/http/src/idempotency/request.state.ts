import { hash } from 'node:crypto';
import { type Aggregate, streamName } from '#event-sourcing';
import { requestCodec, type RequestEvent } from './request.events.js';

/** A request that came with an `Idempotency-Key`; undefined while it has changed nothing. */
export type RequestState =
  | {
      readonly fingerprint: string;
      /** Milliseconds since the Unix epoch: the time of the command, however often it is carried out. */
      readonly receivedAt: number;
      /** Who carries it out, and since when; undefined while nobody does. */
      readonly holder: { readonly id: string; readonly since: number } | undefined;
      /** The ids that it has taken, by kind, in order. */
      readonly ids: ReadonlyMap<string, readonly number[]>;
      /** The first one stands for ever. */
      readonly answer: StoredAnswer | undefined;
    }
  | undefined;

/** An answer as the log keeps it. */
export interface StoredAnswer {
  readonly status: number;
  readonly sealed: string;
}

/** How the events of a request's stream add up. */
export const requestAggregate: Aggregate<RequestState, RequestEvent> = {
  category: 'request',
  codec: requestCodec,
  initialState: undefined,
  evolve(state, event) {
    const at = Date.parse(event.metadata.occurred_at);
    const holder = { id: event.metadata.command_id, since: at };
    if (event.type === 'request-received') {
      return { fingerprint: event.data.fingerprint, receivedAt: at, holder, ids: new Map(), answer: undefined };
    }
    if (!state) return state;
    switch (event.type) {
      case 'request-resumed':
        return { ...state, holder };
      case 'request-id-taken': {
        const { kind, id } = event.data;
        return { ...state, ids: new Map([...state.ids, [kind, [...(state.ids.get(kind) ?? []), id]]]) };
      }
      case 'request-interrupted':
        return { ...state, holder: undefined };
      case 'request-answered':
        return { ...state, holder: undefined, answer: state.answer ?? event.data };
      default:
        return event satisfies never;
    }
  },
};

/**
 * The stream of a client's request: `request-acme.<SHA-256 of client and key>`. Keys of two clients never meet, and none is
 * kept in clear. Changing this makes requests that come again over an upgrade new ones.
 */
export const requestStream = (org: string, client: string, key: string): string =>
  streamName(requestAggregate.category, org, hash('sha256', JSON.stringify([client, key])));
