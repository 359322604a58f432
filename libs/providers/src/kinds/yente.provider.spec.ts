import { describe, expect, it } from '@jest/globals';
import { ManualTime } from '#event-sourcing/testing';
import { OutboundError, type OutboundErrorKind, type OutboundRequest, type OutboundResponse } from '#outbound';
import { MasterKey } from '#platform';
import type { CheckQuestion } from '../check-provider.js';
import { ProviderSecrets } from '../provider-secrets.js';
import { YenteProvider } from './yente.provider.js';

const secrets = new ProviderSecrets(new MasterKey(Buffer.alloc(32, 7)));
const settings = {
  kind: 'yente' as const, url: 'https://yente.example/v1', dataset: 'sanctions', threshold: 0.7, on_match: 'REJECTED' as const, timeout_seconds: 5, attempts: 6,
  api_key: secrets.seal('acme', 'api-key', 'the-key').stored,
};
const question = (customer: Partial<CheckQuestion['customer']> = {}): CheckQuestion => ({
  org: 'acme', runId: '2176.3', check: { id: 2_176, check_type: 'SANCTION', input_details: null }, case: { id: 17, external_id: 'loan-1' },
  customer: { id: 5, external_id: null, full_name: 'Vladimir Petrov', customer_type: 'INDIVIDUAL', input_details: { date_of_birth: '1965-03-17' }, ...customer },
});
/** As `POST /match/{dataset}` answers, according to the documentation of OpenSanctions. */
const answer = (...results: object[]) => ({ responses: { customer: { status: 200, results, total: { value: results.length, relation: 'eq' }, query: {} } }, matcher: {}, limit: 10 });
const candidate = (caption: string, score: number) => ({
  id: `NK-${caption}`, caption, schema: 'Person', properties: { name: [caption] }, datasets: ['us_ofac_sdn'], referents: [], target: true, score, features: {}, match: score >= 0.7,
});

function yente(reply: OutboundErrorKind | Partial<OutboundResponse>, key: (typeof settings)['api_key'] | null = settings.api_key) {
  const sent: OutboundRequest[] = [];
  const send = async (one: OutboundRequest): Promise<OutboundResponse> => {
    sent.push(one);
    if (typeof reply === 'string') throw new OutboundError(reply, 'yente.example: …');
    return { status: 200, headers: {}, body: '', ...reply };
  };
  const provider = new YenteProvider({ send }, secrets, new ManualTime());
  return { sent, ask: (asked = question()) => provider.ask(asked, { ...settings, api_key: key }, new AbortController().signal) };
}

describe('OpenSanctions', () => {
  it('is asked for people who are like the customer', async () => {
    const { ask, sent } = yente({ body: JSON.stringify(answer()) });
    await ask();
    expect(sent[0]).toMatchObject({
      method: 'POST', url: 'https://yente.example/v1/match/sanctions?limit=10&threshold=0.7', timeoutMs: 5_000, headers: { authorization: 'ApiKey the-key' },
    });
    expect(JSON.parse(sent[0]!.body)).toEqual({ queries: { customer: { schema: 'Person', properties: { name: ['Vladimir Petrov'], birthDate: ['1965-03-17'] } } } });
  });

  it.each([
    ['COMPANY' as const, { schema: 'Company', properties: { name: ['Vladimir Petrov'] } }],
    [null, { schema: 'LegalEntity', properties: { name: ['Vladimir Petrov'] } }],
  ])('is asked for what a customer of the type %s is, without a date of birth', async (customer_type, query) => {
    const { ask, sent } = yente({ body: JSON.stringify(answer()) }, null);
    await ask(question({ customer_type }));
    expect(JSON.parse(sent[0]!.body)).toEqual({ queries: { customer: query } });
    expect(sent[0]!.headers).not.toHaveProperty('authorization');
  });

  it('that finds somebody decides as the organization has said, and names them', async () => {
    const body = answer(candidate('Somebody Else', 0.4), candidate('Vladimir Petrov', 0.93));
    expect(await yente({ body: JSON.stringify(body) }).ask()).toEqual({
      kind: 'answered',
      answer: { asked: { dataset: 'sanctions', threshold: 0.7, on_match: 'REJECTED' }, answer: body },
      decision: {
        outcome: 'REJECTED', risk_score: 0.93, title: '1 match',
        reasoning: [
          'Looked for in OpenSanctions, dataset sanctions; a match has a score of 0.7 or more.',
          'Vladimir Petrov (NK-Vladimir Petrov): 0.93; us_ofac_sdn',
        ],
      },
    });
  });

  it.each([[[], null], [[candidate('Somebody Else', 0.69)], 0.69]])('that finds nobody accepts (%#)', async (results, risk_score) => {
    expect(await yente({ body: JSON.stringify(answer(...results)) }).ask()).toMatchObject({ decision: { outcome: 'ACCEPTED', risk_score, title: 'No match' } });
  });

  it.each([
    ['no JSON', '<html>'], ['no responses', '{}'], ['no results', '{"responses":{"customer":{}}}'],
    ['a score that is none', JSON.stringify(answer({ ...candidate('X', 0), score: 'high' }))], ['another query', '{"responses":{"q":{"results":[]}}}'],
  ])('that answers %s has not answered', async (_, body) => {
    expect(await yente({ body }).ask()).toEqual({ kind: 'failed', reason: 'invalid_answer', status: 200, permanent: false });
  });

  it.each([[400, true], [404, true], [401, false], [429, false], [500, false]])('that answers %d has failed (for good: %s)', async (status, permanent) => {
    expect(await yente({ status }).ask()).toEqual({ kind: 'failed', reason: `http_${status}`, status, permanent });
  });

  it('that cannot be reached has failed, and is not asked for nobody', async () => {
    expect(await yente('connect').ask()).toEqual({ kind: 'failed', reason: 'connect', permanent: false });
    const { ask, sent } = yente({});
    expect([await ask(question({ full_name: null, input_details: null })), sent]).toEqual([{ kind: 'failed', reason: 'no_name', permanent: true }, []]);
  });
});
