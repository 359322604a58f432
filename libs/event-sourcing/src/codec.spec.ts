import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { eventCodec, NewerEventVersionError, UnknownEventError } from './codec.js';
import { defineEvent, type RecordedEvent } from './event.js';
import type { JsonObject } from './json.js';
import { record } from './testing/record.js';

const renamed = defineEvent('thing-renamed', z.object({ first: z.string(), last: z.string() }), {
  upcasters: [
    (data) => ({ name: data.title ?? '' }),
    (data) => {
      const [first = '', last = ''] = (data.name as string).split(' ');
      return { first, last };
    },
  ],
});
const codec = eventCodec([renamed, defineEvent('thing-removed', z.object({}))]);

const stored = (type: string, data: JsonObject, schema_version: number): RecordedEvent =>
  record({ type, data }, { stream: 'thing-acme.1', revision: 7, metadata: { schema_version } });

describe('the codec', () => {
  it('encodes data with the version of its shape, and leaves out what the schema does not name', () => {
    const event = { type: 'thing-renamed' as const, data: { first: 'Ada', last: 'King', stray: true } };
    expect(codec.encode(event)).toEqual({ data: { first: 'Ada', last: 'King' }, schemaVersion: 3 });
  });

  it('refuses to encode data that does not fit', () => {
    expect(() => codec.encode({ type: 'thing-renamed', data: { first: 1, last: 'King' } as never })).toThrow(z.ZodError);
  });

  it('brings older shapes up to date, one version after the other', () => {
    expect(codec.decode(stored('thing-renamed', { first: 'Ada', last: 'King' }, 3)).data).toEqual({ first: 'Ada', last: 'King' });
    expect(codec.decode(stored('thing-renamed', { name: 'Ada King' }, 2)).data).toEqual({ first: 'Ada', last: 'King' });
    expect(codec.decode(stored('thing-renamed', { title: 'Ada King' }, 1)).data).toEqual({ first: 'Ada', last: 'King' });
  });

  it('names what it does not know, and where it stands', () => {
    expect(() => codec.decode(stored('thing-sold', {}, 1))).toThrow(UnknownEventError);
    expect(() => codec.decode(stored('thing-sold', {}, 1))).toThrow(/thing-sold.*thing-acme\.1@7/);
    expect(() => codec.decode(stored('thing-removed', {}, 2))).toThrow(NewerEventVersionError);
    expect(() => codec.decode(stored('thing-removed', {}, 2))).toThrow(/thing-removed.*version 2.*up to 1/);
  });

  it('refuses two events of one name', () => {
    expect(() => eventCodec([renamed, renamed])).toThrow('Two events share one stored name.');
  });
});

describe('personal data', () => {
  const personal = z.string().meta({ personal: true });

  it('is found wherever it is marked', () => {
    const schema = z.object({
      customer_id: z.int(),
      name: personal.nullable(),
      addresses: z.array(z.object({ street: personal, country: z.string() })),
      notes: z.record(z.string(), personal),
      details: z.record(z.string(), z.json()).nullable().meta({ personal: true }),
    });
    expect(defineEvent('person-met', schema, { subject: 'customer_id' }).personalFields).toEqual([
      'addresses[].street',
      'details',
      'name',
      'notes.*',
    ]);
  });

  it('needs a subject', () => {
    expect(() => defineEvent('person-met', z.object({ name: personal }))).toThrow('name its subject');
  });
});
