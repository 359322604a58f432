import type { z } from 'zod';
import type { DomainEvent, EventDefinition, EventOf, Recorded, RecordedEvent } from './event.js';
import type { JsonObject } from './json.js';

/** The log holds an event that this version of the service does not know: it is older than whoever wrote the log. */
export class UnknownEventError extends Error {
  override readonly name = 'UnknownEventError';
  constructor(readonly type: string, where: string) {
    super(`Unknown event "${type}" at ${where}: it was written by another version of Casetrail.`);
  }
}

/** The log holds an event in a shape from the future: upgrade every process before the first one writes it. */
export class NewerEventVersionError extends Error {
  override readonly name = 'NewerEventVersionError';
  constructor(readonly type: string, readonly version: number, known: number, where: string) {
    super(`Event "${type}" at ${where} has schema version ${version}; this version of Casetrail knows up to ${known}.`);
  }
}

/** Between the domain's events and what is stored. */
export interface EventCodec<Event extends DomainEvent> {
  /** The definitions, by stored name. */
  readonly definitions: ReadonlyMap<string, EventDefinition>;
  /**
   * Data fit for the store, and the version of its shape.
   * @throws z.ZodError when the data is not of the event's schema: a defect, found before it is stored.
   * @throws UnknownEventError when the event was never defined.
   */
  encode(event: Event): { readonly data: JsonObject; readonly schemaVersion: number };
  /**
   * The event in its newest shape. The schema was checked when the event was written and is not checked again.
   * @throws UnknownEventError
   * @throws NewerEventVersionError
   */
  decode(recorded: RecordedEvent): Recorded<Event>;
}

/** The codec of all events of one kind of stream. */
export function eventCodec<const Definitions extends readonly EventDefinition[]>(
  definitions: Definitions,
): EventCodec<EventOf<Definitions[number]>> {
  type Event = EventOf<Definitions[number]>;
  const byName = new Map<string, EventDefinition>(definitions.map((definition) => [definition.name, definition]));
  if (byName.size !== definitions.length) throw new Error('Two events share one stored name.');

  const definitionOf = (type: string, where: string): EventDefinition => {
    const definition = byName.get(type);
    if (!definition) throw new UnknownEventError(type, where);
    return definition;
  };

  return {
    definitions: byName,
    encode(event) {
      const definition = definitionOf(event.type, 'encoding');
      return { data: definition.schema.parse(event.data) as JsonObject, schemaVersion: definition.version };
    },
    decode(recorded) {
      const where = `${recorded.stream}@${recorded.revision}`;
      const definition = definitionOf(recorded.type, where);
      const version = recorded.metadata.schema_version;
      if (version === definition.version) return recorded as unknown as Recorded<Event>;
      if (version > definition.version) throw new NewerEventVersionError(recorded.type, version, definition.version, where);
      const data = definition.upcasters.slice(version - 1).reduce((older, upcast) => upcast(older), recorded.data);
      return { ...recorded, data } as unknown as Recorded<Event>;
    },
  };
}

/** The events that a codec speaks of. */
export type EventOfCodec<Codec> = Codec extends EventCodec<infer Event> ? Event : never;

/** The data of an event, as its schema gives it. */
export type DataOf<Definition extends EventDefinition> = z.output<Definition['schema']>;
