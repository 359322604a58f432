import { describe, expect, it } from '@jest/globals';
import { signWebhook, verifyWebhook } from './sign-webhook.js';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const OTHER = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD';
const message = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', timestamp: 1_614_265_330, body: '{"test": 2432232314}' };
const now = message.timestamp * 1_000;
const received = { ...message, timestamp: String(message.timestamp), signature: signWebhook(message, [SECRET]) };

describe('signing a webhook', () => {
  it('is as the reference libraries of Standard Webhooks have it', () => {
    expect(signWebhook(message, [SECRET])).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
  });

  it('gives one signature for each secret', () => {
    expect(signWebhook(message, [SECRET, OTHER]).split(' ')).toEqual([signWebhook(message, [SECRET]), signWebhook(message, [OTHER])]);
  });
});

describe('verifying a webhook', () => {
  it('accepts what was signed with one of the secrets', () => {
    expect(verifyWebhook(received, [SECRET], now)).toBe('valid');
    expect(verifyWebhook(received, [OTHER, SECRET], now)).toBe('valid');
    expect(verifyWebhook({ ...received, signature: signWebhook(message, [OTHER, SECRET]) }, [SECRET], now)).toBe('valid');
    expect(verifyWebhook({ ...received, signature: `v1a,bm90IG91cnM= ${received.signature}` }, [SECRET], now)).toBe('valid');
  });

  it.each([
    ['another secret', { signature: signWebhook(message, [OTHER]) }],
    ['another body', { body: '{"test": 2432232315}' }],
    ['another id', { id: 'msg_other' }],
    ['another time', { timestamp: String(message.timestamp + 1) }],
    ['another version', { signature: received.signature.replace('v1,', 'v2,') }],
    ['a part of the signature', { signature: received.signature.slice(0, -4) }],
  ])('refuses %s', (_, changed) => {
    expect(verifyWebhook({ ...received, ...changed }, [SECRET], now)).toBe('wrong_signature');
  });

  it('refuses what has no signature, and knows nothing good without a secret', () => {
    for (const header of ['id', 'timestamp', 'signature'] as const) {
      expect(verifyWebhook({ ...received, [header]: undefined }, [SECRET], now)).toBe('missing_header');
    }
    expect(verifyWebhook(received, [], now)).toBe('wrong_signature');
    expect(verifyWebhook({ ...received, timestamp: '1e9' }, [SECRET], now)).toBe('bad_timestamp');
  });

  it('refuses what is more than five minutes old or ahead', () => {
    expect(verifyWebhook(received, [SECRET], now + 300_000)).toBe('valid');
    expect(verifyWebhook(received, [SECRET], now + 301_000)).toBe('too_old');
    expect(verifyWebhook(received, [SECRET], now - 301_000)).toBe('too_new');
  });
});
