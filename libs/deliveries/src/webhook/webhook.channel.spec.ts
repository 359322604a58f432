import { describe, expect, it } from '@jest/globals';
import { ManualTime } from '#event-sourcing/testing';
import { OutboundError, type OutboundErrorKind, type OutboundRequest, type OutboundResponse, verifyWebhook } from '#outbound';
import type { AttemptRequest } from '../delivery.channel.js';
import { WebhookChannel } from './webhook.channel.js';

const SECRETS = ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD'];
const time = new ManualTime();

const request: AttemptRequest = {
  delivery: { org: 'acme', id: '8f14e45f-0000-5000-8000-000000000001', channel: 'webhook', caseId: 17, caseRevision: 4, host: 'example.com' },
  completed: { webhookUrl: 'https://example.com/hook?token=abc', body: { id: 17, outcome: 'ACCEPTED', note: 'Zoë 李' }, apiVersion: 2, syncPlatforms: [], document: {} },
  attempt: 3,
  signal: new AbortController().signal,
};

function channel(answer: OutboundErrorKind | Partial<OutboundResponse>, secrets = SECRETS) {
  const sent: OutboundRequest[] = [];
  const send = async (one: OutboundRequest): Promise<OutboundResponse> => {
    sent.push(one);
    if (typeof answer === 'string') throw new OutboundError(answer, 'example.com: …');
    return { status: 200, headers: {}, body: '', ...answer };
  };
  return { sent, channel: new WebhookChannel({ send }, { of: async (org) => (org === 'acme' ? secrets : []) }, time) };
}

describe('a webhook', () => {
  it('is planned for a case that has a URL, of which the log gets the host alone', () => {
    const { channel: webhooks } = channel({});
    const outcome = { caseId: 17, caseRevision: 4 };
    expect(webhooks.plan(outcome, { webhookUrl: 'https://hooks.example.com:8443/t/secret?token=abc' })).toEqual([
      { ...outcome, channel: 'webhook', host: 'hooks.example.com:8443' },
    ]);
    expect(webhooks.plan(outcome, { webhookUrl: null })).toEqual([]);
  });

  it('is one POST of the case in its version, signed with every secret', async () => {
    const { channel: webhooks, sent } = channel({ status: 204 });
    expect(await webhooks.attempt(request)).toEqual({ delivered: true, status: 204 });
    expect(sent).toHaveLength(1);
    const [{ method, url, headers, body, signal }] = sent as [OutboundRequest];
    expect([method, url, signal]).toEqual(['POST', 'https://example.com/hook?token=abc', request.signal]);
    expect(JSON.parse(body)).toEqual(request.completed.body);
    expect(headers).toEqual({
      'content-type': 'application/json',
      'webhook-id': 'msg_8f14e45f-0000-5000-8000-000000000001',
      'webhook-timestamp': '1767323045',
      'webhook-signature': expect.stringMatching(/^v1,\S+ v1,\S+$/),
      'casetrail-event': 'case.completed',
      'casetrail-case-revision': '4',
      'casetrail-attempt': '3',
      'casetrail-version': '2',
    });
    const received = { id: headers['webhook-id'], timestamp: headers['webhook-timestamp'], signature: headers['webhook-signature'], body };
    for (const secret of SECRETS) expect(verifyWebhook(received, [secret], time.now())).toBe('valid');
  });

  it.each([[301, false], [304, false], [400, false], [401, false], [404, false], [410, true], [429, false], [500, false], [503, false]])(
    'that is answered with %d has failed (for good: %s)',
    async (status, permanent) => {
      expect(await channel({ status }).channel.attempt(request)).toEqual({ delivered: false, reason: `http_${status}`, status, permanent });
    },
  );

  it.each([['120', 120_000], ['Fri, 02 Jan 2026 03:05:05 GMT', 59_322], ['Fri, 02 Jan 2026 03:00:00 GMT', undefined], ['soon', undefined], ['-5', undefined]])(
    'heeds Retry-After: %s',
    async (value, retryAfterMs) => {
      const result = await channel({ status: 503, headers: { 'retry-after': value } }).channel.attempt(request);
      expect(result).toEqual({
        delivered: false, reason: 'http_503', status: 503, permanent: false, ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
      });
    },
  );

  it.each<[OutboundErrorKind, string, boolean]>([
    ['timeout', 'timeout', false],
    ['connect', 'connect', false],
    ['refused-address', 'refused_address', false],
    ['invalid-url', 'invalid_url', true],
  ])('that met with %s has failed', async (kind, reason, permanent) => {
    expect(await channel(kind).channel.attempt(request)).toEqual({ delivered: false, reason, permanent });
  });

  it('that was given up has no result', async () => {
    await expect(channel('aborted').channel.attempt(request)).rejects.toThrow(OutboundError);
  });

  it('is not sent unsigned, nor without a URL', async () => {
    const unsigned = channel({}, []);
    expect(await unsigned.channel.attempt(request)).toEqual({ delivered: false, reason: 'no_secret', permanent: false });
    const nowhere = channel({});
    expect(await nowhere.channel.attempt({ ...request, completed: { ...request.completed, webhookUrl: null } })).toMatchObject({
      reason: 'no_url', permanent: true,
    });
    expect([unsigned.sent, nowhere.sent]).toEqual([[], []]);
  });
});
