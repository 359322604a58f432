import { describe, expect, it } from '@jest/globals';
import { runBesideService as run } from '../testing/run-beside-service.js';

const member = {
  id: 5, email: 'ada@example.com', name: 'A\u001bda', role: 'analyst', has_password: true,
  created_at: '2026-01-02T03:04:05.678Z', updated_at: '2026-01-02T03:04:05.678Z',
};
const add = ['members', 'add', 'ada@example.com', '--name', 'Ada', '--role', 'analyst'];

describe('members', () => {
  it('are added, with a password that no argument shows', async () => {
    const { code, out, asked } = await run([...add, '--password-stdin'], 'correct horse\nnot this\n', Response.json(member, { status: 201 }));
    const body = { email: 'ada@example.com', name: 'Ada', role: 'analyst', password: 'correct horse' };
    expect([code, asked]).toEqual([0, [['POST', '/api/members/', body]]]);
    expect(out).toBe('A\\u001bda is member 5: analyst.\n');
  });

  it('are added without a password', async () => {
    const { out, asked } = await run([...add, '--json'], Response.json(member, { status: 201 }));
    expect(asked).toEqual([['POST', '/api/members/', { email: 'ada@example.com', name: 'Ada', role: 'analyst' }]]);
    expect(JSON.parse(out)).toEqual(member);
  });

  it('are not added when the password is missing', async () => {
    const { code, err, asked } = await run([...add, '--password-stdin'], '');
    expect([code, asked]).toEqual([1, []]);
    expect(err).toContain('There is no password on standard input');
  });

  it('are listed', async () => {
    const { out } = await run(['members', 'list'], Response.json({ next: null, results: [member] }));
    expect(out).toBe(
      [
        'MEMBER  EMAIL            NAME       ROLE     PASSWORD  SINCE',
        '5       ada@example.com  A\\u001bda  analyst  yes       2026-01-02T03:04:05.678Z',
        '',
      ].join('\n'),
    );
    expect((await run(['members', 'list'], Response.json({ next: null, results: [] }))).out).toBe('The organization has no members.\n');
  });

  it.each([
    [['--role', 'admin'], { role: 'admin' }],
    [['--no-password'], { password: null }],
    [['--name', 'King', '--password-stdin'], { name: 'King', password: 'battery staple' }],
  ])('are changed by %j', async (options, body) => {
    const { code, asked } = await run(['members', 'change', '5', ...options], 'battery staple', Response.json(member));
    expect([code, asked]).toEqual([0, [['PATCH', '/api/members/5/', body]]]);
  });

  it('are removed', async () => {
    const { code, out, asked } = await run(['members', 'remove', '5'], new Response(null, { status: 204 }));
    expect([code, out, asked]).toEqual([0, 'Member 5 is removed.\n', [['DELETE', '/api/members/5/']]]);
  });
});
