import { CommandRunner, silentLogger, StoreUnavailableError } from '#event-sourcing';
import { InMemoryEventStore, ManualTime } from '#event-sourcing/testing';
import { CredentialChecks, RequestError } from '#http';
import { MasterKey, Sealer } from '#platform';
import { beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { LoginThrottle } from './login-throttle.js';
import { MemberLogin } from './member.login.js';
import { hashPassword, sealPassword } from './member.password.js';
import { MemberRoster } from './member.roster.js';
import { memberAggregate, memberStream } from './member.state.js';

const PASSWORD = 'correct horse battery';
const masterKey = new MasterKey(Buffer.alloc(32, 3));
let sealed: string;
beforeAll(async () => {
  sealed = sealPassword(new Sealer(masterKey), 'acme', 5, await hashPassword(PASSWORD));
});

let store: InMemoryEventStore;
let login: MemberLogin;
beforeEach(async () => {
  store = new InMemoryEventStore();
  const time = new ManualTime();
  login = new MemberLogin(new MemberRoster(store, silentLogger), new LoginThrottle(time), new CredentialChecks(time), masterKey);
  await new CommandRunner(store).run(
    memberAggregate,
    memberStream('acme', 5),
    () => [{ type: 'member-added' as const, data: { member_id: 5, email: 'ada@example.com', name: 'Ada', role: 'analyst' as const, password: sealed } }],
    { org: 'acme', actor: 'system:spec', commandId: 'add', correlationId: 'spec', now: 0 },
  );
});

const attempt = (password: string, email = 'Ada@example.com') =>
  login.whose({ email, password, address: '203.0.113.5' }, (roster) => roster.withEmail(email)[0]);

describe('whoever says that they are a member', () => {
  test('is the one whose password they know, as the log has it now', async () => {
    expect(await attempt(PASSWORD)).toMatchObject({ org: 'acme', id: 5 });
    expect([await attempt('not the password'), await attempt(PASSWORD, 'bob@example.com')]).toEqual([undefined, undefined]);
  });

  test('is not slowed down by an outage of the store', async () => {
    const away = jest.spyOn(store, 'readAll').mockRejectedValue(new StoreUnavailableError('away'));
    const attempts = await Promise.allSettled(Array.from({ length: 50 }, () => attempt('not the password')));
    expect(attempts.map(({ status }) => status)).toEqual(Array.from({ length: 50 }, () => 'rejected'));
    away.mockRestore();
    expect(await attempt(PASSWORD)).toMatchObject({ id: 5 });
  });

  test('costs the store nothing while they have to wait', async () => {
    for (let tries = 0; tries < 5; tries++) await attempt('not the password');
    const read = jest.spyOn(store, 'readAll');
    await expect(attempt(PASSWORD)).rejects.toThrow(RequestError);
    expect(read).not.toHaveBeenCalled();
  });
});
