import { describe, expect, it } from '@jest/globals';
import { eventCodec } from '../codec.js';
import { defineEvent, type RecordedEvent } from '../event.js';
import type { Projection } from '../projection.js';
import { z } from 'zod';
import { project, projectionSpec } from './projection-spec.js';
import { record } from './record.js';
import { type ThingEvent, thingsProjection } from './things.projection.js';

const made = record<ThingEvent>({ type: 'thing-made', data: { owner: '1' } }, { stream: 'thing-acme.7', position: 1 });
const named = record<ThingEvent>({ type: 'owner-named', data: { name: 'Zoe' } }, { stream: 'owner-acme.1', position: 2 });

describe('projectionSpec', () => {
  it('gives the documents that events make, also those that a search finds', () => {
    projectionSpec(thingsProjection)
      .given(made, named)
      .then({
        things: {
          '7': { id: 7, owner: '1', owner_then: null, name: 'Zoe', events: ['thing-made@0000000000000001', 'owner-named@0000000000000002'] },
        },
      });
  });

  it('fails when a document is missing or too many', () => {
    const outcome = projectionSpec(thingsProjection).given(made);
    expect(() => { outcome.then({ things: {} }); }).toThrow();
    expect(() => { outcome.then({ things_owners: { '1': {} } }); }).toThrow();
  });

  const simple = (more: Partial<Projection>): Projection => ({
    name: 'simple',
    version: 1,
    collections: { early: [], simple: [], late: [] },
    sources: { spec: eventCodec([defineEvent('happened', z.object({}))]) },
    targets: () => [{ collection: 'simple', id: 'one' }],
    apply: () => ({}),
    ...more,
  });
  const happened = record({ type: 'happened', data: {} }) as RecordedEvent;
  const again = record({ type: 'happened', data: {} }, { revision: 1 }) as RecordedEvent;

  it.each<[string, Partial<Projection>, RegExp]>([
    ['alters a document', { apply: (document) => Object.assign(document ?? { n: 0 }, { n: 1 }) }, /read only|assign/],
    ['alters an event', { apply: (_, event) => Object.assign({}, Object.assign(event.data ?? {}, { n: 1 })) }, /extensible|add property/],
    ['makes what is no JSON', { apply: () => ({ at: new Date(0) }) as never }, /toStrictEqual/],
    ['makes a field that is undefined', { apply: () => ({ field: undefined }) as never }, /toStrictEqual/],
    ['targets a collection that it does not declare', { targets: () => [{ collection: 'other', id: 'one' }] }, /other/],
    ['searches without an index', { targets: () => [{ collection: 'simple', where: { field: 'x', equals: 1 } }] }, /index/],
    [
      'reads what "reads" does not name',
      { apply: (_, __, ___, read) => read({ collection: 'late', id: 'one' }) ?? {} },
      /does not name/,
    ],
    [
      'reads a collection declared before its own',
      { reads: () => [{ collection: 'early', id: 'one' }], apply: (_, __, ___, read) => read({ collection: 'early', id: 'one' }) ?? {} },
      /after it/,
    ],
    ['has no collection of its name', { name: 'nameless' }, /nameless/],
  ])('finds a projection that %s', (_, fault, message) => {
    expect(() => project(simple(fault), [happened, again])).toThrow(message);
  });
});
