import { MasterKey, Sealer } from '#platform';
import { describe, expect, test } from '@jest/globals';
import { CookieSealer } from './session.cookie.js';

const masterKey = new MasterKey(Buffer.alloc(32, 3));
const cookies = new CookieSealer(masterKey);
const content = { org: 'acme', member: 5, session: '11111111-1111-4111-8111-111111111111', credentials: 2, expires: 1_000 };

describe('the cookie of a session', () => {
  test('says what it was given, in every process of the installation', () => {
    expect(new CookieSealer(masterKey).open(cookies.seal(content))).toEqual(content);
  });

  test('shows nothing of it, and is another one each time', () => {
    const cookie = cookies.seal(content);
    expect(cookie).toMatch(/^[\w.-]+$/);
    expect(Buffer.from(cookie, 'base64url').toString('latin1')).not.toContain('acme');
    expect(cookies.seal(content)).not.toBe(cookie);
  });

  test.each([
    ['made up', 'nonsense'],
    ['empty', ''],
    ['changed', `${cookies.seal(content).slice(0, -2)}AA`],
    ['of another installation', new CookieSealer(new MasterKey(Buffer.alloc(32, 4))).seal(content)],
    ['of another version of the service', new Sealer(masterKey).seal(JSON.stringify({ ...content, member: 'ada' }), ['session-cookie'])],
    ['sealed for something else', new Sealer(masterKey).seal(JSON.stringify(content), ['acme', 'webhook-secret', 'x'])],
  ])('is nothing when it is %s', (_, cookie) => {
    expect(cookies.open(cookie)).toBeUndefined();
  });

  test('is given to a browser with its token and its end', () => {
    const { cookie, ...rest } = cookies.issue(content.session, { org: 'acme', id: 5, credentials: 2 }, 1_000);
    expect([cookies.open(cookie), rest]).toEqual([content, { csrfToken: cookies.csrfToken(content.session), expiresAt: 1_000 }]);
  });

  test('has a token of its own, which its id does not tell', () => {
    const token = cookies.csrfToken(content.session);
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(new CookieSealer(masterKey).csrfToken(content.session)).toBe(token);
    expect(cookies.csrfToken('another')).not.toBe(token);
    expect(new CookieSealer(new MasterKey(Buffer.alloc(32, 4))).csrfToken(content.session)).not.toBe(token);
  });
});
