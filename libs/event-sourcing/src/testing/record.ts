import type { DomainEvent, EventMetadata, Recorded } from '../event.js';

/** The moment at which recorded events of specs happen, unless a spec says otherwise. */
export const SPEC_TIME = '2026-01-02T03:04:05.678Z';

/** Gives an event of a spec its place and circumstances. */
export function record<Event extends DomainEvent>(
  event: Event,
  place: { readonly stream?: string; readonly revision?: number; readonly position?: number; readonly metadata?: Partial<EventMetadata> } = {},
): Recorded<Event> {
  const { stream = 'spec-acme.1', revision = 0, position = revision } = place;
  return {
    ...event,
    id: `00000000-0000-5000-8000-${String(position).padStart(12, '0')}`,
    stream,
    revision,
    position: String(position).padStart(16, '0'),
    metadata: {
      org: 'acme',
      actor: 'client:spec',
      command_id: `command-${position}`,
      schema_version: 1,
      occurred_at: SPEC_TIME,
      $correlationId: 'correlation',
      $causationId: 'causation',
      ...place.metadata,
    },
  };
}

/** Events of one stream, in order, from its beginning. */
export const recordAll = <Event extends DomainEvent>(stream: string, events: readonly Event[]): Recorded<Event>[] =>
  events.map((event, revision) => record(event, { stream, revision }));
