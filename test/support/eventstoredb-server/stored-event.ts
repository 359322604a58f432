import type { JsonObject, NewEvent, RecordedEvent } from '#event-sourcing';
import type { Place } from './position.js';

/** An event as a client sends it. */
export interface ProposedEvent {
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

/** An event of the log. */
export interface LogEvent {
  readonly id: string;
  readonly type: string;
  readonly stream: string;
  readonly revision: number;
  readonly place: Place;
  readonly contentType: string;
  readonly data: Buffer;
  readonly metadata: Buffer;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  /** True for the event that ends a stream for ever. */
  readonly tombstone: boolean;
}

/**
 * An event as the embedded store keeps it. It keeps JSON, a server keeps bytes, whatever is in them: each byte stands as
 * the character of its number. Changing this changes stored data.
 */
interface Envelope extends JsonObject {
  readonly content_type: string;
  readonly data: string;
  readonly metadata: string;
  readonly tombstone: boolean;
}

const textOf = (bytes: Uint8Array): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');

/** The embedded store's metadata is that of domain events; all that is taken of it here is the time. */
const recorded = (at: string): NewEvent['metadata'] => ({
  org: '',
  actor: 'system:eventstoredb-server',
  command_id: '',
  schema_version: 1,
  occurred_at: at,
  $correlationId: '',
  $causationId: '',
});

/** Events of one append, ready for the embedded store. */
export function toNewEvents(events: readonly ProposedEvent[], at: Date, tombstone = false): NewEvent[] {
  const metadata = recorded(at.toISOString());
  return events.map((event) => {
    const envelope: Envelope = { content_type: event.contentType, data: textOf(event.data), metadata: textOf(event.metadata), tombstone };
    return { id: event.id, type: event.type, data: envelope, metadata };
  });
}

export function toLogEvent({ id, type, stream, revision, position, data, metadata }: RecordedEvent): LogEvent {
  const envelope = data as Envelope;
  return {
    id,
    type,
    stream,
    revision,
    place: Number(position),
    contentType: envelope.content_type,
    data: Buffer.from(envelope.data, 'latin1'),
    metadata: Buffer.from(envelope.metadata, 'latin1'),
    createdAt: Date.parse(metadata.occurred_at),
    tombstone: envelope.tombstone,
  };
}
