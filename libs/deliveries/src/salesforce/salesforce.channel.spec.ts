import { beforeEach, describe, expect, it } from '@jest/globals';
import { ManualTime } from '#event-sourcing/testing';
import { OutboundError, type OutboundRequest, type OutboundResponse } from '#outbound';
import type { AttemptRequest } from '../delivery.channel.js';
import { parseSalesforceConnections } from './connections.js';
import { SalesforceChannel } from './salesforce.channel.js';

const DOMAIN = 'acme.my.salesforce.com';
const connections = parseSalesforceConnections(
  JSON.stringify([{ domain: DOMAIN, client_id: 'i&d', client_secret: 's=cret', fields: { Status: { from: 'outcome', values: { ACCEPTED: 'Closed' } } } }]),
  'FILE',
);

const request: AttemptRequest = {
  delivery: { org: 'acme', id: 'd1', channel: 'salesforce', caseId: 17, caseRevision: 4, host: DOMAIN, platform: { domain: DOMAIN, id: '500/../A?b' } },
  completed: { webhookUrl: null, body: {}, apiVersion: 3, syncPlatforms: [], document: { outcome: 'ACCEPTED' } },
  attempt: 1,
  signal: new AbortController().signal,
};

describe('the Salesforce channel', () => {
  let time: ManualTime;
  let sent: OutboundRequest[];
  let patched: Partial<OutboundResponse>[];
  let token: () => Partial<OutboundResponse>;
  let channel: SalesforceChannel;

  beforeEach(() => {
    time = new ManualTime();
    [sent, patched] = [[], []];
    let tokens = 0;
    token = () => ({ body: JSON.stringify({ access_token: `token-${++tokens}`, instance_url: 'https://evil.example' }) });
    const send = async (one: OutboundRequest): Promise<OutboundResponse> => {
      sent.push(one);
      return { status: 200, headers: {}, body: '', ...(one.method === 'POST' ? token() : (patched.shift() ?? { status: 204 })) };
    };
    channel = new SalesforceChannel({ send }, connections, time);
  });
  const attempt = (): ReturnType<SalesforceChannel['attempt']> => channel.attempt(request);
  const tokensUsed = (): unknown[] => sent.filter(({ method }) => method === 'PATCH').map(({ headers }) => headers.authorization);
  const tokensAsked = (): number => sent.filter(({ method }) => method === 'POST').length;

  it('plans an update of each record in Salesforce, and puts on record which cannot be made', () => {
    const outcome = { caseId: 17, caseRevision: 4 };
    const syncPlatforms = [
      { domain: DOMAIN, id: '500A' },
      { domain: DOMAIN.toUpperCase(), id: '500A' },
      { domain: 'other.my.salesforce.com', id: '500B' },
      { domain: 'acme.hubspot.com', id: '1' },
      { domain: 'evil-salesforce.com', id: '2' },
    ];
    const update = { ...outcome, channel: 'salesforce', host: DOMAIN, platform: { domain: DOMAIN, id: '500A' } };
    expect(channel.plan(outcome, { syncPlatforms })).toEqual([
      update,
      update,
      {
        ...outcome, channel: 'salesforce', host: 'other.my.salesforce.com',
        platform: { domain: 'other.my.salesforce.com', id: '500B' }, impossible: 'not_configured',
      },
    ]);
  });

  it('signs in and updates the record with the mapped fields, at the configured address alone', async () => {
    expect(await attempt()).toEqual({ delivered: true, status: 204 });
    const [login, update] = sent as [OutboundRequest, OutboundRequest];
    expect(login).toMatchObject({
      method: 'POST', url: `https://${DOMAIN}/services/oauth2/token`,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'grant_type=client_credentials&client_id=i%26d&client_secret=s%3Dcret',
    });
    expect(update).toMatchObject({
      method: 'PATCH', url: `https://${DOMAIN}/services/data/v62.0/sobjects/Case/500%2F..%2FA%3Fb`,
      headers: { authorization: 'Bearer token-1', 'content-type': 'application/json' }, body: '{"Status":"Closed"}',
    });
  });

  it('sends nothing to a domain that is not configured', async () => {
    const other = { ...request, delivery: { ...request.delivery, platform: { domain: `x.${DOMAIN}`, id: '500A' } } };
    expect(await channel.attempt(other)).toEqual({ delivered: false, reason: 'not_configured', permanent: true });
    expect(sent).toEqual([]);
  });

  it('uses a token until shortly before its end, and asks for one at a time', async () => {
    await Promise.all([attempt(), attempt(), attempt()]);
    expect(tokensAsked()).toBe(1);
    time.advance(15 * 60_000 - 31_000);
    await attempt();
    expect(tokensAsked()).toBe(1);
    time.advance(1_000);
    await attempt();
    expect(tokensUsed()).toEqual(['Bearer token-1', 'Bearer token-1', 'Bearer token-1', 'Bearer token-1', 'Bearer token-2']);
  });

  it('believes what the server says of a token\'s life', async () => {
    token = () => ({ body: '{"access_token":"short","expires_in":60}' });
    await attempt();
    time.advance(30_000);
    await attempt();
    expect(tokensAsked()).toBe(2);
  });

  it('signs in anew once when its token is not accepted', async () => {
    patched = [{ status: 204 }, { status: 401 }, { status: 204 }];
    await attempt();
    expect(await attempt()).toEqual({ delivered: true, status: 204 });
    expect(tokensUsed()).toEqual(['Bearer token-1', 'Bearer token-1', 'Bearer token-2']);
    patched = [{ status: 401 }, { status: 401 }];
    expect(await attempt()).toEqual({ delivered: false, reason: 'http_401', status: 401, permanent: false });
    expect(tokensAsked()).toBe(3);
  });

  it.each([[302, false], [400, true], [403, true], [404, true], [408, false], [429, false], [500, false], [503, false]])(
    'takes the answer %d for a failure (for good: %s)',
    async (status, permanent) => {
      patched = [{ status }];
      expect(await attempt()).toEqual({ delivered: false, reason: `http_${status}`, status, permanent });
    },
  );

  it.each([[{ status: 400, body: '{"error":"invalid_client"}' }, 400], [{ status: 200, body: 'no JSON' }, 200], [{ status: 503 }, 503]])(
    'tries again later when it gets no token: %j',
    async (answer, status) => {
      const before = token;
      token = () => answer;
      expect(await attempt()).toEqual({ delivered: false, reason: `token_http_${status}`, status, permanent: false });
      token = before;
      expect(await attempt()).toEqual({ delivered: true, status: 204 });
    },
  );

  it('tries again later when the network fails, for the token or the update', async () => {
    token = () => {
      throw new OutboundError('timeout', '…');
    };
    expect(await attempt()).toEqual({ delivered: false, reason: 'timeout', permanent: false });
  });
});
