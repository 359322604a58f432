import type { ExpectedRevision, NewEvent } from '#event-sourcing';

/** An event in the form in which engines store it, and in which it crosses from one thread to another. */
export interface EncodedEvent {
  readonly id: string;
  readonly type: string;
  /** JSON text. */
  readonly data: string;
  /** JSON text. */
  readonly metadata: string;
}

/** An append that only has to be written: whatever can be done before was done. */
export interface EncodedAppend {
  readonly stream: string;
  readonly expected: ExpectedRevision;
  readonly events: readonly EncodedEvent[];
}

/**
 * Makes an append ready to be stored.
 *
 * @throws RangeError when there is no event in it, or one id twice: neither could be recognised when it comes again.
 */
export function encodeAppend(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): EncodedAppend {
  if (events.length === 0) throw new RangeError(`An append to ${stream} holds no event.`);
  if (events.length > 1 && new Set(events.map(({ id }) => id)).size !== events.length) {
    throw new RangeError(`An append to ${stream} holds two events of one id.`);
  }
  // Events of one command mostly share their metadata, which is longer than their data.
  let last: { readonly metadata: NewEvent['metadata']; readonly text: string } | undefined;
  return {
    stream,
    expected,
    events: events.map(({ id, type, data, metadata }) => {
      if (last?.metadata !== metadata) last = { metadata, text: JSON.stringify(metadata) };
      return { id, type, data: JSON.stringify(data), metadata: last.text };
    }),
  };
}
