import { describe, expect, it } from '@jest/globals';
import { MADE_UP_KEY, runBesideService as run } from '../testing/run-beside-service.js';

const ID = '22222222-2222-4222-8222-222222222222';
const created = { slug: 'acme', name: 'Acme', client: { client_id: ID, client_secret: 's3cret', scopes: ['cases:read', 'admin'] } };

describe('organizations', () => {
  it('are created, and the secret of their first client is shown', async () => {
    const { code, out, asked } = await run(['organizations', 'create', 'acme', '--name', 'Acme'], Response.json(created, { status: 201 }));
    expect([code, asked]).toEqual([0, [['POST', '/api/organizations/', { slug: 'acme', name: 'Acme' }]]]);
    expect(out).toBe(
      'Acme is organization acme. Its first client may do: cases:read, admin.\n\n' +
        `  client_id      ${ID}\n  client_secret  s3cret\n\nKeep the secret now; it is not shown again.\n`,
    );
  });

  it('are created for scripts', async () => {
    const { out } = await run(['organizations', 'create', 'acme', '--name', 'Acme', '--json'], Response.json(created, { status: 201 }));
    expect(JSON.parse(out)).toEqual(created);
  });

  it('are created once, and the secret is shown, though the first answer got lost', async () => {
    const lost = Object.assign(new Error('late'), { name: 'TimeoutError' });
    const create = ['organizations', 'create', 'acme', '--name', 'Acme', '--json'];
    const { code, out, keys } = await run(create, lost, Response.json(created, { status: 201 }));
    expect([code, JSON.parse(out), keys]).toEqual([0, created, [MADE_UP_KEY, MADE_UP_KEY]]);

    const { code: failed, err } = await run(create, lost, lost, lost);
    expect([failed, err]).toEqual([1, expect.stringContaining(`--idempotency-key ${MADE_UP_KEY}`)]);
    const again = await run([...create, '--idempotency-key', 'the-key-that-was-told'], Response.json(created, { status: 201 }));
    expect([JSON.parse(again.out), again.keys]).toEqual([created, ['the-key-that-was-told']]);
  });

  it('are listed', async () => {
    const results = [{ slug: 'acme', name: 'Acme\u001b', created_at: '2026-01-02T03:04:05.678Z' }];
    const { out } = await run(['organizations', 'list'], Response.json({ next: null, results }));
    expect(out).toBe('ORGANIZATION  NAME        CREATED\nacme          Acme\\u001b  2026-01-02T03:04:05.678Z\n');
  });
});
