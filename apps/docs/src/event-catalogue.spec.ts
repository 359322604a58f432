import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { defineEvent, eventCodec } from '#event-sourcing';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { CATALOGUE_FILE, catalogueSource } from './catalogue-source.js';
import { eventCatalogue } from './event-catalogue.js';
import { eventDescriptions } from './event-descriptions.js';

describe('the event catalogue', () => {
  it('is what the definitions say: npm run docs:events brings it up to date', () => {
    expect(readFileSync(CATALOGUE_FILE, 'utf8')).toBe(eventCatalogue(catalogueSource()));
  });

  it('names every field with its type, and those that may be personal', () => {
    const schema = z.object({
      customer_id: z.int(),
      name: z.string().nullable().meta({ personal: true }),
      score: z.number().min(0).max(1).optional(),
      colour: z.enum(['red', 'green']),
      lines: z.array(z.object({ at: z.iso.datetime(), text: z.string().meta({ personal: true }) })),
      notes: z.array(z.string().meta({ personal: true })),
      more: z.record(z.string(), z.json()),
    });
    const codec = eventCodec([defineEvent('case-touched', schema, { subject: 'customer_id', upcasters: [(data) => data] })]);
    const catalogue = eventCatalogue({ codecs: new Map([['case', codec]]), descriptions: new Map([['case-touched', 'It was touched.']]) });
    expect(catalogue.slice(catalogue.indexOf('### '))).toBe(
      [
        '### case-touched',
        '',
        'It was touched.',
        '',
        'Version 2, subject `customer_id`.',
        '',
        '| Field | Type | Personal |',
        '|---|---|---|',
        '| `customer_id` | integer |  |',
        '| `name` | text or null | yes |',
        '| `score` | number 0…1; optional |  |',
        '| `colour` | `red`, `green` |  |',
        '| `lines` | list of objects |  |',
        '| `lines[].at` | time (ISO 8601) |  |',
        '| `lines[].text` | text | yes |',
        '| `notes` | list of text | yes |',
        '| `more` | JSON object |  |',
        '',
      ].join('\n'),
    );
  });

  it('says what is missing when nothing describes an event', () => {
    const codec = eventCodec([defineEvent('case-touched', z.object({}))]);
    expect(() => eventCatalogue({ codecs: new Map([['case', codec]]), descriptions: new Map() })).toThrow('Nothing says what case-touched is.');
  });
});

describe('descriptions of events', () => {
  it('are the docstrings right before the definitions', () => {
    const source = `
      /** Something else. */
      const other = 1;
      /**
       * A thing was
       * made.
       */
      export const thingMade = defineEvent('thing-made', z.object({ /** Not this. */ id: z.int() }));
      const codec = eventCodec([
        /** A thing was lost. */
        defineEvent(
          'thing-lost',
      ]);`;
    expect([...eventDescriptions(source)]).toEqual([['thing-made', 'A thing was made.'], ['thing-lost', 'A thing was lost.']]);
  });
});
