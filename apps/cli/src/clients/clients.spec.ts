import { describe, expect, it } from '@jest/globals';
import { runBesideService as run } from '../testing/run-beside-service.js';

const ID = '22222222-2222-4222-8222-222222222222';
const client = {
  client_id: ID, name: 'on\u001bboarding', scopes: ['cases:read', 'cases:write'], api_version: 2,
  registered_at: '2026-01-02T03:04:05.678Z', revoked_at: null,
};

describe('clients', () => {
  it('are registered, and their secret is shown', async () => {
    const answer = Response.json({ ...client, client_secret: 's3cret' }, { status: 201 });
    const argv = ['clients', 'register', 'onboarding', '--scope', 'cases:read', 'cases:write', '--api-version', '2'];
    const { code, out, asked } = await run(argv, answer);
    const body = { name: 'onboarding', scopes: ['cases:read', 'cases:write'], api_version: 2 };
    expect([code, asked]).toEqual([0, [['POST', '/api/clients/', body]]]);
    expect(out).toBe(
      'on\\u001bboarding may use the API: cases:read, cases:write.\n\n' +
        `  client_id      ${ID}\n  client_secret  s3cret\n\nKeep the secret now; it is not shown again.\n`,
    );
  });

  it('are registered with what the service gives them when nobody says what', async () => {
    const { asked } = await run(['clients', 'register', 'a', '--json'], Response.json({ ...client, client_secret: 's' }, { status: 201 }));
    expect(asked).toEqual([['POST', '/api/clients/', { name: 'a' }]]);
  });

  it('are listed, the revoked ones too', async () => {
    const { out } = await run(['clients', 'list'], Response.json({ next: null, results: [{ ...client, revoked_at: '2026-02-02T03:04:05.678Z' }] }));
    expect(out).toBe(
      [
        'CLIENT                                NAME              VERSION  REGISTERED                REVOKED                   SCOPES',
        `${ID}  on\\u001bboarding  2        2026-01-02T03:04:05.678Z  2026-02-02T03:04:05.678Z  cases:read cases:write`,
        '',
      ].join('\n'),
    );
  });

  it('are revoked', async () => {
    const { code, out, asked } = await run(['clients', 'revoke', ID.toUpperCase(), '--json'], new Response(null, { status: 204 }));
    expect([code, asked, JSON.parse(out)]).toEqual([0, [['DELETE', `/api/clients/${ID}/`]], { client_id: ID }]);
  });
});
