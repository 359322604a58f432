import { describe, expect, it } from '@jest/globals';
import type { CommandContext } from './command-context.js';
import { CommandRunner } from './command-runner.js';
import { KEY_CLAIM_LASTS, NaturalKeys } from './natural-keys.js';
import { InMemoryEventStore } from './testing/in-memory-event-store.js';

const command = (commandId: string, org = 'acme'): CommandContext => ({ org, actor: 'client:1', commandId, correlationId: 'r', now: 0 });

describe('a key of the outside world', () => {
  const store = new InMemoryEventStore();
  const keys = new NaturalKeys(new CommandRunner(store), 'customerKey');
  const proposing = (id: number) => () => Promise.resolve(id);

  it('stands for the id that was claimed first', async () => {
    expect(await keys.holderOf('acme', 'ada')).toBeUndefined();
    expect(await keys.idOf('acme', 'ada', proposing(1), command('a'))).toEqual({ id: 1, isNew: true });
    expect(await keys.idOf('acme', 'ada', proposing(2), command('b'))).toEqual({ id: 1, isNew: false });
    expect(await keys.holderOf('acme', 'ada')).toBe(1);
  });

  it('is another one in another organization', async () => {
    expect(await keys.idOf('other', 'ada', proposing(5), command('c', 'other'))).toEqual({ id: 5, isNew: true });
  });

  it('stands for the same id for those who have not met it', async () => {
    const others = new NaturalKeys(new CommandRunner(store), 'customerKey');
    expect(await others.idOf('acme', 'ada', proposing(3), command('f'))).toEqual({ id: 1, isNew: false });
    expect(await others.holderOf('acme', 'ada')).toBe(1);
  });

  it('is claimed for nothing when the id is refused, and still stands for the one that it has', async () => {
    const refuse = () => Promise.reject(new Error('refused'));
    const others = new NaturalKeys(new CommandRunner(store), 'customerKey');
    for (const each of [keys, others]) expect(await each.idOf('acme', 'ada', refuse, command('d'))).toEqual({ id: 1, isNew: false });
    await expect(keys.idOf('acme', 'eve', refuse, command('e'))).rejects.toThrow('refused');
    expect(await keys.holderOf('acme', 'eve')).toBeUndefined();
  });

  it('is claimed anew once what had it is no more: by one of fifty, for everybody, and only from whom it was found with', async () => {
    const others = new NaturalKeys(new CommandRunner(store), 'customerKey');
    for (const each of [keys, others]) await each.idOf('acme', 'cid', proposing(1), command('k'));
    const all = await Promise.all(
      Array.from({ length: 50 }, (_, index) => (index % 2 ? keys : others).takeOver('acme', 'cid', 1, proposing(200 + index), command(`t${index}`))),
    );
    const [id, ...more] = new Set(all.map((held) => held.id));
    expect(more).toEqual([]);
    expect(all.filter(({ isNew }) => isNew)).toHaveLength(1);
    expect(await keys.takeOver('acme', 'cid', 1, proposing(300), command('late'))).toEqual({ id, isNew: false });
    for (const each of [keys, others]) expect(await each.holderOf('acme', 'cid')).toBe(id);
  });

  it('lets the command that claimed it make something, and another one once nothing came of that', async () => {
    const at = (commandId: string, now: number): CommandContext => ({ ...command(commandId), now });
    const others = new NaturalKeys(new CommandRunner(store), 'customerKey');
    expect(await keys.idToMake('acme', 'kim', at('m', 0))).toBeUndefined();
    await keys.idOf('acme', 'kim', proposing(9), at('m', 0));
    expect([await keys.idToMake('acme', 'kim', at('m', 1)), await others.idToMake('acme', 'kim', at('m', KEY_CLAIM_LASTS - 1))]).toEqual([9, 9]);
    expect(await others.idToMake('acme', 'kim', at('n', KEY_CLAIM_LASTS), Infinity)).toBeUndefined();
    expect(await others.idToMake('acme', 'kim', at('n', KEY_CLAIM_LASTS - 1))).toBeUndefined();
    const passing = await Promise.all(Array.from({ length: 10 }, (_, index) => (index % 2 ? keys : others).idToMake('acme', 'kim', at(`n${index}`, KEY_CLAIM_LASTS))));
    expect(new Set(passing)).toEqual(new Set([undefined]));
    const makers = await Promise.all(Array.from({ length: 10 }, (_, index) => keys.idToMake('acme', 'kim', at(`n${index}`, KEY_CLAIM_LASTS))));
    expect(makers.filter((id) => id !== undefined)).toEqual([9]);
    expect(await keys.idToMake('acme', 'kim', at('m', KEY_CLAIM_LASTS))).toBeUndefined();
  });

  it('goes to exactly one of fifty who want it at once', async () => {
    const all = await Promise.all(Array.from({ length: 50 }, (_, index) => keys.idOf('acme', 'bob', proposing(100 + index), command(`x${index}`))));
    expect(new Set(all.map(({ id }) => id)).size).toBe(1);
    expect(all.filter(({ isNew }) => isNew)).toHaveLength(1);
  });

  it('is claimed once by one command that comes twice at once, to two processes', async () => {
    const others = new NaturalKeys(new CommandRunner(store), 'customerKey');
    const held = await Promise.all([keys.idOf('acme', 'zoe', proposing(7), command('z')), others.idOf('acme', 'zoe', proposing(8), command('z'))]);
    expect(new Set(held.map(({ id }) => id)).size).toBe(1);
    expect(await new NaturalKeys(new CommandRunner(store), 'customerKey').holderOf('acme', 'zoe')).toBe(held[0].id);
  });

  it('does not show in the name of its stream', async () => {
    const streams = (await store.readAll()).map(({ stream }) => stream);
    expect(streams.every((stream) => /^customerKey-(acme|other)\.[0-9a-f]{64}$/.test(stream))).toBe(true);
  });
});
