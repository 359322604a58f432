import { describe, expect, it } from '@jest/globals';
import type { Message, ReceivedMessage } from '../broker.js';
import { type DeadLetterRecord, deadLetterTopic, fromRecordMessage, toRecordMessage } from './dead-letter-record.js';
import { describeError } from './describe-error.js';

const message: ReceivedMessage = { key: 'acme.17', headers: { ce_id: '1' }, value: '{"case_id":17}', topic: 'cases', offset: '42' };
const letter = { message, error: 'Error: no', attempts: 3, parkedAt: '2026-01-02T03:04:05.678Z' };
const stored = (sent: Message): ReceivedMessage => ({ ...sent, topic: 'cases.g.dead-letters', offset: '7' });

describe('a record of a dead-letter topic', () => {
  it.each<DeadLetterRecord>([
    { kind: 'letter', letter },
    { kind: 'replay-requested', key: 'acme.17' },
    { kind: 'resolved', key: 'acme.17', offset: '42' },
  ])('$kind comes back as it was', (record) => {
    expect(fromRecordMessage(stored(toRecordMessage(record)))).toEqual(record);
  });

  it('is stored under these names', () => {
    expect(deadLetterTopic('cases', 'webhooks')).toBe('cases.webhooks.dead-letters');
    expect(toRecordMessage({ kind: 'letter', letter })).toEqual({
      key: 'acme.17',
      value: '{"case_id":17}',
      headers: {
        ce_id: '1',
        casetrail_dead_record: 'letter',
        casetrail_dead_topic: 'cases',
        casetrail_dead_offset: '42',
        casetrail_dead_error: 'Error: no',
        casetrail_dead_attempts: '3',
        casetrail_dead_parked_at: '2026-01-02T03:04:05.678Z',
      },
    });
    expect(toRecordMessage({ kind: 'replay-requested', key: 'k' })).toEqual({ key: 'k', value: '', headers: { casetrail_dead_record: 'replay-requested' } });
    expect(toRecordMessage({ kind: 'resolved', key: 'k', offset: '42' })).toEqual({
      key: 'k', value: '', headers: { casetrail_dead_record: 'resolved', casetrail_dead_offset: '42' },
    });
  });

  it.each([
    [{}],
    [{ casetrail_dead_record: 'forgotten' }],
    [{ casetrail_dead_record: 'resolved' }],
    [{ casetrail_dead_record: 'letter', casetrail_dead_topic: 'cases' }],
  ])('is refused with headers %j, by its place', (headers) => {
    expect(() => fromRecordMessage(stored({ ...message, headers }))).toThrow('The message at offset 7 of cases.g.dead-letters is no record');
  });
});

describe('an error as a letter keeps it', () => {
  it.each([
    [new TypeError('x is undefined'), 'TypeError: x is undefined'],
    ['a text', 'a text'],
    [{ password: 'secret' }, 'a thrown value that is no error'],
  ])('%p', (error, text) => {
    expect(describeError(error)).toBe(text);
  });

  it('is cut, and stays proper text', () => {
    const text = describeError(new Error('🦊'.repeat(1_000)));
    expect(text.length).toBe(500);
    expect(text.isWellFormed()).toBe(true);
    expect(text.endsWith('…')).toBe(true);
  });
});
