import { describe, expect, it } from '@jest/globals';
import { runBesideService as run } from '../testing/run-beside-service.js';

const ID = '11111111-1111-4111-8111-111111111111';
const producer = { producer_id: ID, name: 'scree\u001bning', scopes: ['decisions:write'], registered_at: '2026-01-02T03:04:05.678Z', revoked_at: null };

describe('producers', () => {
  it('are registered, and their secret is shown', async () => {
    const { code, out, asked } = await run(['producers', 'register', 'screening', '--scope', 'decisions:write'], Response.json({ ...producer, secret: 's3cret' }, { status: 201 }));
    expect([code, asked]).toEqual([0, [['POST', '/api/producers/', { name: 'screening', scopes: ['decisions:write'] }]]]);
    expect(out).toBe(
      `scree\\u001bning may give commands: decisions:write.\n\n  producer_id  ${ID}\n  secret       s3cret\n\nKeep the secret now; it is not shown again.\n`,
    );
  });

  it('are listed, page by page', async () => {
    const { code, out, asked } = await run(
      ['producers', 'list'],
      Response.json({ next: 'http://casetrail.test/next', results: [producer] }),
      Response.json({ next: null, results: [{ ...producer, name: 'onboarding', revoked_at: '2026-02-02T03:04:05.678Z' }] }),
    );
    expect([code, asked.length]).toEqual([0, 2]);
    expect(out).toBe(
      [
        'PRODUCER                              NAME             SCOPES           REGISTERED                REVOKED',
        `${ID}  scree\\u001bning  decisions:write  2026-01-02T03:04:05.678Z  –`,
        `${ID}  onboarding       decisions:write  2026-01-02T03:04:05.678Z  2026-02-02T03:04:05.678Z`,
        '',
      ].join('\n'),
    );
  });

  it('are revoked', async () => {
    const { code, out, asked } = await run(['producers', 'revoke', ID.toUpperCase()], new Response(null, { status: 204 }));
    expect([code, asked]).toEqual([0, [['DELETE', `/api/producers/${ID}/`]]]);
    expect(out).toContain('is revoked');
    const { out: json } = await run(['producers', 'revoke', ID, '--json'], new Response(null, { status: 204 }));
    expect(JSON.parse(json)).toEqual({ producer_id: ID });
  });

  it('are refused with the words of the service', async () => {
    const problem = { detail: 'Wrong.', errors: [{ pointer: '#/name', detail: 'A producer with this name already exists.' }] };
    const { code, err } = await run(['producers', 'register', 'a', '--scope', 'cases:write'], Response.json(problem, { status: 400 }));
    expect([code, err]).toEqual([1, 'casetrail: The service refused POST /api/producers/: 400 name: A producer with this name already exists.\n']);
  });
});
