import { CommandRunner, silentLogger } from '#event-sourcing';
import { InMemoryEventStore } from '#event-sourcing/testing';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { MemberEvent } from './member.events.js';
import { MemberRoster } from './member.roster.js';
import { memberAggregate, memberStream } from './member.state.js';

let store: InMemoryEventStore;
let roster: MemberRoster;
beforeEach(() => {
  store = new InMemoryEventStore();
  roster = new MemberRoster(store, silentLogger);
});
afterEach(() => roster.stop());

let commands = 0;
const happened = (org: string, ...events: MemberEvent[]) =>
  new CommandRunner(store).run(memberAggregate, memberStream(org, events[0]!.data.member_id), () => events, {
    org,
    actor: 'system:spec',
    commandId: `command-${++commands}`,
    correlationId: 'spec',
    now: 0,
  });
const added = (member_id: number, email = `${member_id}@example.com`): MemberEvent => ({
  type: 'member-added',
  data: { member_id, email, name: 'A', role: 'analyst', password: null },
});
const removed = (member_id: number): MemberEvent => ({ type: 'member-removed', data: { member_id } });

describe('the roster', () => {
  test('knows, once it has started, who was there, and learns who comes and goes', async () => {
    await happened('acme', added(1));
    await roster.start();
    expect(roster.find('acme', 1)).toMatchObject({ email: '1@example.com' });
    await happened('acme', added(2));
    await happened('acme', removed(1));
    await roster.catchUp();
    expect(roster.of('acme').map(({ id }) => id)).toEqual([2]);
    expect(roster.find('acme', 1)).toBeUndefined();
  });

  test('lists the newest first, and nobody of another organization', async () => {
    for (const id of [2, 3, 1]) await happened('acme', added(id));
    await happened('bank', added(9));
    await roster.start();
    expect(roster.of('acme').map(({ id }) => id)).toEqual([3, 2, 1]);
    expect(roster.of('nobody')).toEqual([]);
  });

  test('finds an address in every organization, whatever its case', async () => {
    await happened('acme', added(1, 'Ada@example.com'));
    await happened('bank', added(1, 'ada@Example.com'));
    await happened('gone', added(1, 'ada@example.com'), removed(1));
    await roster.start();
    expect(roster.withEmail('ADA@example.com').map(({ org }) => org)).toEqual(['acme', 'bank']);
    expect(roster.withEmail('bob@example.com')).toEqual([]);
  });
});
