import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { stripVTControlCharacters } from 'node:util';
import { afterEach, describe, expect, it } from '@jest/globals';
import { signWebhook } from '#outbound';
import { createListener } from './listener.js';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const BODY = JSON.stringify({
  id: 17, outcome: 'ACCEPTED', risk_score: 0.25, customer: { full_name: 'Zoë\u001b[2J' },
  checks: [{ check_type: 'PEP', status: 'DECIDED', outcome: 'ACCEPTED' }],
});

describe('the webhook listener', () => {
  let server: Server | undefined;
  let printed = '';
  afterEach(async () => {
    server?.closeAllConnections();
    await new Promise((resolve) => server?.close(resolve));
  });

  async function listen(options: { secret?: string; fail?: number } = {}): Promise<string> {
    printed = '';
    const { secret = SECRET, fail = 0 } = options;
    server = createListener({ secret: secret === '' ? undefined : secret, fail, print: (text) => (printed += stripVTControlCharacters(text)) });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  }

  async function post(url: string, body = BODY): Promise<number> {
    const message = { id: 'msg_1', timestamp: Math.floor(Date.now() / 1_000), body };
    const headers = {
      'webhook-id': message.id, 'webhook-timestamp': String(message.timestamp), 'webhook-signature': signWebhook(message, [SECRET]),
      'casetrail-attempt': '2', 'casetrail-case-revision': '6',
    };
    return (await fetch(url, { method: 'POST', body, headers })).status;
  }

  it('shows what came and whether it is genuine', async () => {
    expect(await post(await listen())).toBe(200);
    expect(printed).toMatch(/^\d\d:\d\d:\d\d\.\d{3} {2}case 17 {2}ACCEPTED {2}attempt 2 {2}→ answered 200\n/);
    expect(printed).toContain('✓ signature is right');
    expect(printed).toContain('webhook-id msg_1');
    expect(printed).toMatch(/risk score 0\.25 {2}revision 6/);
    expect(printed).toMatch(/· PEP +DECIDED +ACCEPTED/);
    expect(printed).toContain('customer Zoë�');
  });

  it('says so when it is not, or cannot tell', async () => {
    await post(await listen({ secret: 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD' }));
    expect(printed).toContain('✗ signature is wrong');
  });

  it('works without a secret and bears what is no case', async () => {
    expect(await post(await listen({ secret: '' }), 'no JSON')).toBe(200);
    expect(printed).toContain('not a case');
    expect(printed).toContain('signature not checked');
  });

  it('fails as often as it is told', async () => {
    const url = await listen({ fail: 2 });
    expect([await post(url), await post(url), await post(url)]).toEqual([500, 500, 200]);
  });

  it('takes nothing but POST', async () => {
    expect((await fetch(await listen())).status).toBe(405);
    expect(printed).toBe('');
  });
});
