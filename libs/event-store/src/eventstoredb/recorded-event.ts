import type { AllStreamResolvedEvent, ResolvedEvent } from '@eventstore/db-client';
import type { EventMetadata, JsonObject, RecordedEvent } from '#event-sourcing';
import { isKnown, type LogPosition, toPosition } from './position.js';

/** An event as the client gives it: links are not followed, so that it is always the one that stands in the log. */
export type ReadEvent = NonNullable<(ResolvedEvent | AllStreamResolvedEvent)['event']>;

/**
 * An event as the port gives it.
 *
 * @throws Error when the server does not say where the event stands in the log, as those before version 22.6 do not.
 */
export function toRecordedEvent(event: ReadEvent): RecordedEvent {
  return {
    id: event.id,
    type: event.type,
    data: event.data as JsonObject,
    metadata: event.metadata as unknown as EventMetadata,
    stream: event.streamId,
    revision: Number(event.revision),
    position: toPosition(positionOf(event)),
  };
}

/** Where an event stands in the log. */
export function positionOf({ streamId, position }: ReadEvent): LogPosition {
  if (!isKnown(position)) throw new Error(`The event store does not say where an event of ${streamId} stands in the log: it has to be of version 23.10 or later.`);
  return position;
}
