import { describe, expect, it } from '@jest/globals';
import { ManualTime } from '#event-sourcing/testing';
import { OutboundError, type OutboundErrorKind, type OutboundRequest, type OutboundResponse, verifyWebhook } from '#outbound';
import { MasterKey } from '#platform';
import type { CheckQuestion } from '../check-provider.js';
import { makeSigningSecret, ProviderSecrets } from '../provider-secrets.js';
import { HttpProvider } from './http.provider.js';

const time = new ManualTime();
const secrets = new ProviderSecrets(new MasterKey(Buffer.alloc(32, 7)));
const clear = ['one', 'other'].map((provider) => makeSigningSecret({}, provider));
const settings = {
  kind: 'http' as const, url: 'https://screening.example/checks?team=kyc', timeout_seconds: 7, attempts: 6, callback_seconds: 3_600,
  secrets: clear.map((secret) => secrets.seal('acme', 'signing', secret).stored),
};
const question: CheckQuestion = {
  org: 'acme', runId: '2176.3',
  check: { id: 2_176, check_type: 'IDV', input_details: { document: 'passport' } },
  case: { id: 17, external_id: 'loan-1' },
  customer: { id: 5, external_id: 'crm-7', full_name: 'Zoë 李', customer_type: 'INDIVIDUAL', input_details: null },
};
const never = new AbortController().signal;

function provider(answer: OutboundErrorKind | Partial<OutboundResponse>) {
  const sent: OutboundRequest[] = [];
  const send = async (one: OutboundRequest): Promise<OutboundResponse> => {
    sent.push(one);
    if (typeof answer === 'string') throw new OutboundError(answer, 'screening.example: …');
    return { status: 200, headers: {}, body: '', ...answer };
  };
  return { sent, ask: () => new HttpProvider({ send }, secrets, time).ask(question, settings, never) };
}

describe('a service of the organization', () => {
  it('is sent the check, signed with every secret, under the id of the run', async () => {
    const { ask, sent } = provider({ body: '{"outcome":"ACCEPTED"}' });
    await ask();
    const [{ method, url, headers, body, timeoutMs }] = sent as [OutboundRequest];
    expect([method, url, timeoutMs]).toEqual(['POST', settings.url, 7_000]);
    expect(JSON.parse(body)).toEqual({ type: 'check.requested', org: 'acme', run_id: '2176.3', check: question.check, case: question.case, customer: question.customer });
    expect(headers['webhook-id']).toBe('run_acme.2176.3');
    const received = { id: headers['webhook-id'], timestamp: headers['webhook-timestamp'], signature: headers['webhook-signature'], body };
    for (const secret of clear) expect(verifyWebhook(received, [secret], time.now())).toBe('valid');
  });

  it('decides by its answer, which is kept whole', async () => {
    const body = '{"outcome":"REJECTED","risk_score":0.9,"reasoning":["forged"],"trace":{"id":7}}';
    expect(await provider({ body }).ask()).toEqual({
      kind: 'answered',
      answer: { outcome: 'REJECTED', risk_score: 0.9, reasoning: ['forged'], trace: { id: 7 } },
      decision: { outcome: 'REJECTED', risk_score: 0.9, reasoning: ['forged'] },
    });
  });

  it('may take it for later', async () => {
    expect(await provider({ status: 202 }).ask()).toEqual({ kind: 'accepted', withinMs: 3_600_000 });
  });

  it.each([
    ['no text at all', ''],
    ['no JSON', '<html>maintenance</html>'],
    ['JSON that was cut off', '{"outcome":"ACCEPTED","note":"'],
    ['no decision', '{"status":"ok"}'],
    ['an outcome that there is not', '{"outcome":"MAYBE"}'],
    ['a score out of range', '{"outcome":"ACCEPTED","risk_score":7}'],
    ['null', 'null'],
    ['a decision beside something that is nested without end', `{"outcome":"ACCEPTED","trace":${'['.repeat(50_000)}${']'.repeat(50_000)}}`],
    ['two decisions', '{"outcome":"REJECTED","outcome":"ACCEPTED"}'],
    ['half a character', '{"outcome":"ACCEPTED","note":"\\ud83d"}'],
  ])('that answers %s has not answered, and is asked again', async (_, body) => {
    expect(await provider({ body }).ask()).toEqual({ kind: 'failed', reason: 'invalid_answer', status: 200, permanent: false });
  });

  it.each([[301, false], [400, true], [401, false], [404, false], [410, true], [422, true], [429, false], [500, false], [503, false]])(
    'that answers %d has failed (for good: %s)',
    async (status, permanent) => {
      expect(await provider({ status }).ask()).toEqual({ kind: 'failed', reason: `http_${status}`, status, permanent });
    },
  );

  it('that asks for time is given it', async () => {
    expect(await provider({ status: 503, headers: { 'retry-after': '120' } }).ask()).toMatchObject({ retryAfterMs: 120_000 });
  });

  it.each<[OutboundErrorKind, string, boolean]>([['timeout', 'timeout', false], ['connect', 'connect', false], ['refused-address', 'refused_address', false]])(
    'that meets with %s has failed',
    async (kind, reason, permanent) => {
      expect(await provider(kind).ask()).toEqual({ kind: 'failed', reason, permanent });
    },
  );

  it('that was given up has no answer', async () => {
    await expect(provider('aborted').ask()).rejects.toThrow(OutboundError);
  });

  it('is not asked with another organization’s secret', async () => {
    const foreign = { ...settings, secrets: [secrets.seal('globex', 'signing', makeSigningSecret({}, 'one')).stored] };
    await expect(new HttpProvider({ send: async () => ({ status: 200, headers: {}, body: '' }) }, secrets, time).ask(question, foreign, never)).rejects.toThrow('cannot be opened');
  });
});
