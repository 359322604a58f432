import { describe, expect, it } from '@jest/globals';
import { ManualTime } from '#event-sourcing/testing';
import { RequestError } from '../errors/request-error.js';
import { CredentialChecks, type CredentialKind } from './credential-checks.js';

const HOME = '203.0.113.5';
const wrong = async (): Promise<undefined> => undefined;
const right = async (): Promise<string> => 'ada';

/** What becomes of a check: whose the credentials are, or the seconds to wait, or the code of the refusal. */
const outcome = (checking: Promise<unknown>): Promise<unknown> =>
  checking.then(
    (who) => who ?? 'nobody',
    (error: unknown) => (error instanceof RequestError ? Number(error.headers['Retry-After']) : (error as { code: string }).code),
  );

const fail = (checks: CredentialChecks, times: number, address = HOME): Promise<unknown[]> =>
  Promise.all(Array.from({ length: times }, () => outcome(checks.whose('secret', address, wrong))));

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('credentials from one address', () => {
  it('may be wrong thirty times; then once every five seconds', async () => {
    const time = new ManualTime();
    const checks = new CredentialChecks(time);
    expect(new Set(await fail(checks, 30))).toEqual(new Set(['nobody']));
    expect(await outcome(checks.whose('secret', HOME, right))).toBe(5);
    time.advance(5_000);
    expect([await fail(checks, 1), await fail(checks, 1)]).toEqual([['nobody'], [5]]);
  });

  it('are counted when it is their turn, so that many at once get no further', async () => {
    const checks = new CredentialChecks(new ManualTime());
    const outcomes = await fail(checks, 150);
    expect(outcomes.filter((each) => each === 'nobody').length).toBeLessThanOrEqual(31);
    expect(outcomes.at(-1)).toBe(5);
  });

  it('are right as often as they like', async () => {
    const checks = new CredentialChecks(new ManualTime());
    for (let times = 0; times < 100; times++) expect(await outcome(checks.whose('password', HOME, right))).toBe('ada');
  });

  it('count for programs and for people alike, and for no other address', async () => {
    const checks = new CredentialChecks(new ManualTime());
    await fail(checks, 30);
    expect(await outcome(checks.whose('password', HOME, right))).toBe(5);
    expect(await outcome(checks.whose('password', '203.0.113.6', right))).toBe('ada');
  });

  it('count for all addresses of IPv6 that one host has', async () => {
    const checks = new CredentialChecks(new ManualTime());
    for (let host = 1; host <= 30; host++) await fail(checks, 1, `2001:db8:1:2::${host.toString(16)}`);
    expect(await fail(checks, 1, '2001:db8:1:2:ffff::1')).toEqual([5]);
    expect(await fail(checks, 1, '2001:db8:1:3::1')).toEqual(['nobody']);
  });

  it('are not wrong when they could not be looked at', async () => {
    const checks = new CredentialChecks(new ManualTime());
    const away = () => outcome(checks.whose('secret', HOME, () => Promise.reject(Object.assign(new Error('away'), { code: 'away' }))));
    expect(new Set(await Promise.all(Array.from({ length: 50 }, away)))).toEqual(new Set(['away']));
    expect(await fail(checks, 1)).toEqual(['nobody']);
  });
});

describe('checks of credentials', () => {
  /** Checks that last until the spec lets them end. */
  function lasting(checks: CredentialChecks, kind: CredentialKind) {
    const ends: (() => void)[] = [];
    const begin = (): Promise<unknown> =>
      outcome(checks.whose(kind, HOME, () => new Promise<string>((resolve) => ends.push(() => { resolve('ada'); }))));
    return { ends, begin };
  }

  /** Lets all of them end, those that begin meanwhile too. */
  async function endAll(ends: readonly (() => void)[]): Promise<void> {
    for (const end of ends) {
      end();
      await turn();
    }
  }

  it('run two at a time, those of people beside those of programs', async () => {
    const checks = new CredentialChecks(new ManualTime());
    const [secrets, passwords] = [lasting(checks, 'secret'), lasting(checks, 'password')];
    const all = [...Array.from({ length: 5 }, secrets.begin), ...Array.from({ length: 3 }, passwords.begin)];
    await turn();
    expect([secrets.ends.length, passwords.ends.length]).toEqual([2, 2]);
    secrets.ends[0]!();
    await turn();
    expect([secrets.ends.length, passwords.ends.length]).toEqual([3, 2]);
    for (const { ends } of [secrets, passwords]) await endAll(ends);
    expect(new Set(await Promise.all(all))).toEqual(new Set(['ada']));
  });

  it('are refused when too many wait, and only then', async () => {
    const checks = new CredentialChecks(new ManualTime());
    const { begin, ends } = lasting(checks, 'password');
    const all = Array.from({ length: 202 }, begin);
    expect(await begin()).toBe('too_many_logins');
    ends[0]!();
    await turn();
    all.push(begin());
    await endAll(ends);
    expect(new Set(await Promise.all(all))).toEqual(new Set(['ada']));
  });
});
