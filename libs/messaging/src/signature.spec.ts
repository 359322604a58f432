import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { isSignedWith, signCommand } from './signature.js';

const command = {
  id: 'decision-1',
  source: '/screening',
  type: 'casetrail.decide-check.v1',
  time: '2026-01-02T03:04:05.678Z',
  body: '{"check_id":128}',
};
const signed = { ...command, signature: signCommand('secret', command) };

describe('the signature of a command', () => {
  it('is an HMAC over its lines', () => {
    const text = 'decision-1\n/screening\ncasetrail.decide-check.v1\n2026-01-02T03:04:05.678Z\n{"check_id":128}';
    expect(signed.signature).toBe(`v1,${createHmac('sha256', 'secret').update(text).digest('base64')}`);
    expect(isSignedWith('secret', signed)).toBe(true);
  });

  it.each([
    ['another id', { id: 'decision-2' }],
    ['another source', { source: '/other' }],
    ['another type', { type: 'casetrail.create-case.v1' }],
    ['another time', { time: '2026-01-02T03:04:05.679Z' }],
    ['another body', { body: '{"check_id":129}' }],
    ['no signature', { signature: '' }],
    ['a shorter signature', { signature: signed.signature.slice(0, -1) }],
    ['another version', { signature: signed.signature.replace('v1', 'v2') }],
  ])('does not fit %s', (_, change) => {
    expect(isSignedWith('secret', { ...signed, ...change })).toBe(false);
  });

  it('does not fit another secret', () => {
    expect(isSignedWith('another', signed)).toBe(false);
  });
});
