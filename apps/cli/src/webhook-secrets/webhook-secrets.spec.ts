import { describe, expect, it } from '@jest/globals';
import { runBesideService as run } from '../testing/run-beside-service.js';

const ID = '22222222-2222-4222-8222-222222222222';
const secret = { secret_id: ID, added_at: '2026-01-02T03:04:05.678Z', valid_until: null };

describe('webhook secrets', () => {
  it.each([
    [['rotate', '--overlap-hours', '0'], { overlap_hours: 0 }],
    [['rotate'], {}],
  ])('are added by %j and shown', async (argv, body) => {
    const { code, out, asked } = await run(['webhook-secrets', ...argv], Response.json({ ...secret, secret: 'whsec_a' }, { status: 201 }));
    expect([code, asked]).toEqual([0, [['POST', '/api/webhook-secrets/', body]]]);
    expect(out).toBe(
      'Webhooks are signed with a new secret from now on.\n\n' +
        `  secret_id  ${ID}\n  secret     whsec_a\n\nKeep the secret now; it is not shown again.\n`,
    );
  });

  it('are listed', async () => {
    const results = [secret, { ...secret, valid_until: '2026-02-02T03:04:05.678Z' }];
    const { out } = await run(['webhook-secrets', 'list'], Response.json({ next: null, results }));
    expect(out).toBe(
      [
        'SECRET                                ADDED                     VALID UNTIL',
        `${ID}  2026-01-02T03:04:05.678Z  –`,
        `${ID}  2026-01-02T03:04:05.678Z  2026-02-02T03:04:05.678Z`,
        '',
      ].join('\n'),
    );
  });

  it('are retired', async () => {
    const { code, out, asked } = await run(['webhook-secrets', 'retire', ID], new Response(null, { status: 204 }));
    expect([code, out, asked]).toEqual([0, `Nothing more is signed with secret ${ID}.\n`, [['DELETE', `/api/webhook-secrets/${ID}/`]]]);
  });
});
