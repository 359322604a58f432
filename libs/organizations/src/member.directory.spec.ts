import { CommandRunner, type CommandContext, IdBlocks, NaturalKeys, randomIds } from '#event-sourcing';
import { InMemoryEventStore } from '#event-sourcing/testing';
import { MasterKey } from '#platform';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { decideAddMember } from './add-member/add-member.js';
import { MEMBER_KEYS, MemberDirectory } from './member.directory.js';
import { emailKey } from './member.key.js';
import { MemberRegistry } from './member.registry.js';
import { decideRemoveMember } from './remove-member/remove-member.js';

const masterKey = new MasterKey(Buffer.alloc(32, 3));
const clock = { now: () => Date.UTC(2026, 0, 2) };

let store: InMemoryEventStore;
let directory: MemberDirectory;
let runner: CommandRunner;
beforeEach(() => {
  store = new InMemoryEventStore();
  runner = new CommandRunner(store);
  directory = new MemberDirectory(runner, masterKey);
});

/** A process of its own, with ids and a memory of its own. */
const registry = () => new MemberRegistry(runner, new IdBlocks(store, clock, randomIds), masterKey);
const context = (org = 'acme'): CommandContext => ({ org, actor: 'client:a', commandId: randomIds.uuid(), correlationId: 'spec', now: clock.now() });
const add = (email: string, org = 'acme', members = registry()) =>
  members.decideByEmail(
    email,
    (id, state) => decideAddMember({ id, password: null, input: { email, name: 'Ada', role: 'analyst' } }, state),
    context(org),
  );

describe('the directory of members', () => {
  test('knows at once who was added, whatever the case of their address', async () => {
    await expect(directory.byEmail('acme', 'ada@example.com')).resolves.toBeUndefined();
    const { id } = await add('Ada@Example.com');
    await expect(directory.byEmail('acme', 'ADA@example.COM')).resolves.toMatchObject({ id, email: 'Ada@Example.com', role: 'analyst' });
    await expect(directory.byId('acme', id)).resolves.toMatchObject({ name: 'Ada', removed_at: null });
  });

  test('keeps organizations apart', async () => {
    const { id } = await add('ada@example.com');
    await expect(directory.byEmail('bank', 'ada@example.com')).resolves.toBeUndefined();
    await expect(directory.byId('bank', id)).resolves.toBeUndefined();
    await add('ada@example.com', 'bank');
    await expect(directory.byEmail('bank', 'ada@example.com')).resolves.toBeDefined();
  });

  test('finds somebody who was removed by their id alone, and by their address when they are back', async () => {
    const { id } = await add('ada@example.com');
    await registry().decideById(id, decideRemoveMember, context());
    await expect(directory.byEmail('acme', 'ada@example.com')).resolves.toBeUndefined();
    await expect(directory.byId('acme', id)).resolves.toMatchObject({ email: 'ada@example.com', removed_at: '2026-01-02T00:00:00.000Z' });
    await expect(add('ADA@example.com')).resolves.toMatchObject({ id, removed_at: null });
    await expect(directory.byEmail('acme', 'ada@example.com')).resolves.toMatchObject({ id });
  });
});

describe('an address', () => {
  test('is one member\'s, however many processes add them at once', async () => {
    const added = await Promise.allSettled(['ada@a.io', 'ADA@a.io', 'ada@A.IO', 'Ada@a.io'].map((email) => add(email)));
    expect(added.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await store.readAll()).filter(({ type }) => type === 'member-added')).toHaveLength(1);
  });

  test('that was claimed before its process died is free for the one who comes again', async () => {
    const dead = new NaturalKeys(runner, MEMBER_KEYS);
    await dead.idOf('acme', emailKey(masterKey, 'ada@example.com'), async () => 77, context());
    await expect(directory.byEmail('acme', 'ada@example.com')).resolves.toBeUndefined();
    await expect(add('Ada@example.com')).resolves.toMatchObject({ id: 77 });
  });

  test('does not follow from its claim without the master key', async () => {
    await add('ada@example.com');
    const [claim] = (await store.readAll()).filter(({ type }) => type === 'key-claimed');
    const guess = new MemberDirectory(runner, new MasterKey(Buffer.alloc(32, 4)));
    expect(claim?.stream).toMatch(/^memberKey-acme\.[0-9a-f]{64}$/);
    await expect(guess.byEmail('acme', 'ada@example.com')).resolves.toBeUndefined();
  });
});
