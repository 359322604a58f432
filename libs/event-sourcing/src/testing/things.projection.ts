import fc from 'fast-check';
import { z } from 'zod';
import { eventCodec, type EventOfCodec } from '../codec.js';
import { defineEvent, type Recorded, type RecordedEvent } from '../event.js';
import type { JsonObject } from '../json.js';
import type { Projection } from '../projection.js';
import { parseStreamName } from '../stream-name.js';
import { record } from './record.js';

const thingCodec = eventCodec([
  defineEvent('thing-made', z.object({ owner: z.string() })),
  defineEvent('thing-given', z.object({ owner: z.string() })),
  defineEvent('thing-touched', z.object({})),
  defineEvent('thing-removed', z.object({})),
]);
const ownerCodec = eventCodec([
  defineEvent('owner-named', z.object({ name: z.string() })),
  defineEvent('owner-left', z.object({})),
]);

/** Events of the projection below. */
export type ThingEvent = EventOfCodec<typeof thingCodec> | EventOfCodec<typeof ownerCodec>;

const OWNER = 'things_owners';

/**
 * A projection for the engine's own specs, in which every way to be wrong shows: each document lists the events that it
 * was made of, and what it read of its owner at the time.
 */
export const thingsProjection: Projection<ThingEvent> = {
  name: 'things',
  version: 1,
  collections: { things: [['owner', 'id']], [OWNER]: [] },
  sources: { thing: thingCodec, owner: ownerCodec },
  targets(event) {
    const id = idOf(event);
    // The owner changes with the gift that reads it, and is named first: the engine has to find the right order.
    if (event.type === 'thing-given') return [{ collection: OWNER, id: event.data.owner }, { collection: 'things', id }];
    if (!isOwners(event)) return [{ collection: 'things', id }];
    return [
      { collection: OWNER, id },
      { collection: 'things', where: { field: 'owner', equals: id } },
    ];
  },
  reads: (event) =>
    event.type === 'thing-made' || event.type === 'thing-given' ? [{ collection: OWNER, id: event.data.owner }] : [],
  apply(document, event, ref, read) {
    if (event.type === 'thing-removed' || event.type === 'owner-left') return undefined;
    if (event.type === 'thing-touched' && document === undefined) return undefined;
    const events = [...((document?.events ?? []) as readonly string[]), `${event.type}@${event.position}`];
    if (ref.collection === 'things' && (event.type === 'thing-made' || event.type === 'thing-given')) {
      const { owner } = event.data;
      const known = read({ collection: OWNER, id: owner });
      return { id: Number(ref.id), owner, owner_then: known?.events ?? null, name: known?.name ?? null, events };
    }
    return { ...document, ...(event.type === 'owner-named' ? { name: event.data.name } : {}), events } satisfies JsonObject;
  },
};

const idOf = (event: Recorded<ThingEvent>): string => parseStreamName(event.stream).id ?? '';

const isOwners = (event: Recorded<ThingEvent>): boolean => event.stream.startsWith('owner-');

const owner = fc.integer({ min: 1, max: 3 }).map(String);

const happening: fc.Arbitrary<{ readonly stream: string; readonly event: ThingEvent }> = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(fc.integer({ min: 1, max: 8 }), owner).map(([id, data]) => thing(id, { type: 'thing-made', data: { owner: data } })) },
  { weight: 3, arbitrary: fc.tuple(fc.integer({ min: 1, max: 8 }), owner).map(([id, data]) => thing(id, { type: 'thing-given', data: { owner: data } })) },
  { weight: 3, arbitrary: fc.integer({ min: 1, max: 8 }).map((id) => thing(id, { type: 'thing-touched', data: {} })) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 8 }).map((id) => thing(id, { type: 'thing-removed', data: {} })) },
  { weight: 4, arbitrary: fc.tuple(owner, fc.string()).map(([id, name]) => ({ stream: `owner-acme.${id}`, event: { type: 'owner-named' as const, data: { name } } })) },
  { weight: 1, arbitrary: owner.map((id) => ({ stream: `owner-acme.${id}`, event: { type: 'owner-left' as const, data: {} } })) },
);

const thing = (id: number, event: ThingEvent): { readonly stream: string; readonly event: ThingEvent } => ({ stream: `thing-acme.${id}`, event });

/** Random histories of the projection's events. */
export const thingHistories: fc.Arbitrary<readonly RecordedEvent[]> = fc.array(happening, { minLength: 1, maxLength: 40 }).map((happenings) => {
  const revisions = new Map<string, number>();
  return happenings.map(({ stream, event }, position) => {
    const revision = revisions.get(stream) ?? 0;
    revisions.set(stream, revision + 1);
    return record(event, { stream, revision, position });
  });
});
