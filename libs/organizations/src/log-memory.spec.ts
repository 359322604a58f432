import { CommandRunner, isoTime, silentLogger, UnknownEventError } from '#event-sourcing';
import { InMemoryEventStore, ManualTime } from '#event-sourcing/testing';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { MemberRoster } from './member.roster.js';
import { memberAggregate, memberStream } from './member.state.js';

let store: InMemoryEventStore;
let time: ManualTime;
let roster: MemberRoster;
const error = jest.fn();
beforeEach(() => {
  store = new InMemoryEventStore();
  time = new ManualTime();
  error.mockClear();
  roster = new MemberRoster(store, { ...silentLogger, error }, time);
});
afterEach(() => roster.stop());

const added = (member_id: number) =>
  new CommandRunner(store).run(
    memberAggregate,
    memberStream('acme', member_id),
    () => [{ type: 'member-added' as const, data: { member_id, email: `${member_id}@example.com`, name: 'A', role: 'analyst' as const, password: null } }],
    { org: 'acme', actor: 'system:spec', commandId: `add ${member_id}`, correlationId: 'spec', now: 0 },
  );

/** What a newer version of the service may have written. */
const unheardOf = () =>
  store.append(memberStream('acme', 1), 0, [
    {
      id: '0f0f0f0f-1111-4222-8333-444444444444',
      type: 'member-suspended',
      data: { member_id: 1 },
      metadata: {
        org: 'acme', actor: 'system:spec', command_id: 'suspend', schema_version: 1, occurred_at: isoTime(0), $correlationId: 'spec', $causationId: 'suspend',
      },
    },
  ]);

/** Resolves once the memory, which follows the log of its own accord, has come this far. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
}

describe('an event that a memory of the log does not understand', () => {
  test('is not left out by who asks again: what stands behind it waits', async () => {
    await added(1);
    await unheardOf();
    await added(2);
    await expect(roster.catchUp()).rejects.toThrow(UnknownEventError);
    await expect(roster.catchUp()).rejects.toThrow(UnknownEventError);
    expect([roster.find('acme', 1)?.id, roster.find('acme', 2)]).toEqual([1, undefined]);
  });

  test('is told to the log again and again, and keeps a process from starting', async () => {
    await added(1);
    await unheardOf();
    await added(2);
    let started = false;
    void roster.start().then(() => (started = true));
    for (const attempts of [1, 2, 3]) {
      await until(() => time.waiting > 0);
      expect(error.mock.calls.at(-1)?.[0]).toMatchObject({ subscription: 'member-roster', attempts });
      expect(() => { roster.check(); }).toThrow(UnknownEventError);
      time.advance(60_000);
    }
    expect([started, roster.find('acme', 2)]).toEqual([false, undefined]);
  });
});
