import { describe, expect, it } from '@jest/globals';
import { fromMessage, type IntegrationEvent, toMessage } from './integration-event.js';

const event: IntegrationEvent = {
  id: '7d9f2c7e-5a53-5f5e-9d0c-0f6f0a1b2c3d',
  type: 'casetrail.case.completed.v1',
  org: 'acme-2',
  subject: '17',
  time: '2026-01-02T03:04:05.678Z',
  sequence: 12,
  correlationId: 'request-1',
  data: { case_id: 17, outcome: 'ACCEPTED' },
};

describe('an integration event as a message', () => {
  it('is a CloudEvent 1.0 in the binary mode of the Kafka binding', () => {
    expect(toMessage(event)).toEqual({
      key: 'acme-2.17',
      headers: {
        ce_specversion: '1.0',
        ce_id: '7d9f2c7e-5a53-5f5e-9d0c-0f6f0a1b2c3d',
        ce_source: '/casetrail/acme-2',
        ce_type: 'casetrail.case.completed.v1',
        ce_subject: '17',
        ce_time: '2026-01-02T03:04:05.678Z',
        ce_sequence: '0000000000000012',
        ce_correlationid: 'request-1',
        ce_org: 'acme-2',
        'content-type': 'application/json',
      },
      value: '{"case_id":17,"outcome":"ACCEPTED"}',
    });
  });

  it('comes back as it was', () => {
    expect(fromMessage(toMessage(event))).toEqual(event);
  });

  it('has sequences whose order as text is that of the numbers', () => {
    const sequences = [0, 9, 10, 11, 100, Number.MAX_SAFE_INTEGER].map((sequence) => toMessage({ ...event, sequence }).headers.ce_sequence);
    expect([...sequences].sort()).toEqual(sequences);
  });

  it.each(['ce_specversion', 'ce_id', 'ce_type', 'ce_subject', 'ce_time', 'ce_sequence', 'ce_correlationid', 'ce_org'])('is refused without %s', (header) => {
    const { [header]: _, ...headers } = toMessage(event).headers;
    expect(() => fromMessage({ ...toMessage(event), headers })).toThrow(`"${header}"`);
  });

  it.each([['ce_specversion', '0.3'], ['ce_sequence', 'twelve']])('is refused with %s: %s', (header, value) => {
    const message = toMessage(event);
    expect(() => fromMessage({ ...message, headers: { ...message.headers, [header]: value } })).toThrow(`"${header}"`);
  });

  it.each(['', '{', '[]', 'null', '"text"'])('is refused with the body %s', (value) => {
    expect(() => fromMessage({ ...toMessage(event), value })).toThrow('"value"');
  });
});
