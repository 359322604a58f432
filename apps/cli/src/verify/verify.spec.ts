import type { ReadingCodec } from '#assembly';
import { defineEvent, type DomainEvent, eventCodec, type RecordedEvent } from '#event-sourcing';
import { record } from '#event-sourcing/testing';
import { describe, expect, it } from '@jest/globals';
import pc from 'picocolors';
import { z } from 'zod';
import { formatReport } from './format-report.js';
import { LogVerifier } from './log-verifier.js';

const codec = eventCodec([
  defineEvent('thing-made', z.object({ size: z.int() }), { upcasters: [(data) => ({ size: data.width ?? null })] }),
]);
const codecs = new Map<string, ReadingCodec>([['thing', codec]]);

let position = 0;
const event = (revision: number, change: Partial<RecordedEvent> & { version?: number; org?: string } = {}): RecordedEvent => {
  const { version = 2, org = 'acme', ...rest } = change;
  const made: DomainEvent = { type: 'thing-made', data: { size: 1 } };
  const recorded = record(made, { stream: 'thing-acme.1', revision, position: ++position, metadata: { schema_version: version, org } });
  return { ...recorded, ...rest } as RecordedEvent;
};
const verified = (...events: RecordedEvent[]) => {
  const verifier = new LogVerifier(codecs);
  events.forEach((each) => {
    verifier.check(each);
  });
  return verifier.report();
};
const problems = (...events: RecordedEvent[]) => verified(...events).violations.map(({ stream, revision, problem }) => [`${stream} #${revision}`, problem]);

describe('a log', () => {
  it('is whole when nothing is wrong, also with events of older shapes', () => {
    const log = [event(0), event(1), event(0, { stream: 'thing-acme.2' }), event(2, { version: 1, data: { width: 3 } })];
    expect(verified(...log)).toEqual({
      ok: true, events: 4, streams: 2, position: log[3]!.position, categories: { thing: { streams: 2, events: 4 } }, violation_count: 0, violations: [],
    });
  });

  it('may be empty', () => {
    expect(verified()).toEqual({ ok: true, events: 0, streams: 0, position: null, categories: {}, violation_count: 0, violations: [] });
  });

  it.each([
    ['a missing first event', [event(1)], [['thing-acme.1 #1', 'revision 0 is missing']]],
    ['a gap, told once', [event(0), event(3), event(4)], [['thing-acme.1 #3', 'revisions 1 to 2 are missing']]],
    ['a revision twice', [event(0), event(0), event(1)], [['thing-acme.1 #0', 'revision 0 comes again']]],
    ['an unknown event', [event(0, { type: 'thing-eaten' })], [['thing-acme.1 #0', expect.stringContaining('Unknown event "thing-eaten"')]]],
    ['an event from the future', [event(0, { version: 3 })], [['thing-acme.1 #0', expect.stringContaining('schema version 3')]]],
    ['data of another shape', [event(0, { data: { size: 'secret' } })], [['thing-acme.1 #0', 'data.size is not as the schema says (invalid_type)']]],
    ['old data that becomes none of the shape', [event(0, { version: 1, data: {} })], [['thing-acme.1 #0', 'data.size is not as the schema says (invalid_type)']]],
    ['an unknown category', [event(0, { stream: 'bill-acme.1' })], [['bill-acme.1 #0', 'category bill is not known']]],
    ['an event of somebody else', [event(0, { org: 'other' })], [['thing-acme.1 #0', 'it says that it belongs to organization other']]],
  ])('with %s is not', (_, events, expected) => {
    expect(problems(...events)).toEqual(expected);
    expect(verified(...events).ok).toBe(false);
  });

  it('with positions out of order is not', () => {
    const [first, second] = [event(0), event(1)];
    expect(problems(second, { ...first, stream: 'thing-acme.2' })).toEqual([
      ['thing-acme.1 #1', 'revision 0 is missing'],
      ['thing-acme.2 #0', `its position does not come after ${second.position}`],
    ]);
  });

  it('with very much wrong is counted, and remembered in part', () => {
    const report = verified(...Array.from({ length: 1_500 }, () => event(5, { stream: `thing-acme.x${position}` })));
    expect([report.violation_count, report.violations.length]).toEqual([1_500, 1_000]);
  });
});

describe('what a person reads of it', () => {
  const colours = pc.createColors(false);

  it('tells how much there is of each category', () => {
    const report = { ...verified(event(0), event(1), event(0, { stream: 'thing-acme.2' })), position: '0000000000000003' };
    expect(formatReport(report, 1_234, colours)).toBe(`Read 3 events in 2 streams up to position 0000000000000003 in 1.2 s.

CATEGORY  STREAMS  EVENTS
thing           2       3

The log is whole: positions ascend, no revision is missing, and every event can be read.
`);
    expect(formatReport(verified(), 1, colours)).toContain('Read 0 events in 0 streams in 1 ms.');
  });

  it('names the places', () => {
    const text = formatReport(verified({ ...event(2), position: '0000000000000099' }), 0, colours);
    expect(text).toContain(`The log is not whole: 1 violation.
  thing-acme.1 #2 (thing-made, position 0000000000000099): revisions 0 to 1 are missing
`);
    const many = formatReport(verified(...Array.from({ length: 60 }, () => event(1, { stream: `thing-acme.y${position}` }))), 0, colours);
    expect(many).toContain('  … and 10 more\n');
  });
});
