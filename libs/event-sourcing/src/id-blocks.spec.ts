import { describe, expect, it } from '@jest/globals';
import { IdBlocks } from './id-blocks.js';
import { InMemoryEventStore } from './testing/in-memory-event-store.js';
import { randomIds } from './uuid.js';

const clock = { now: () => 0 };

describe('ids from blocks', () => {
  it('count from 1, by organization and kind', async () => {
    const ids = new IdBlocks(new InMemoryEventStore(), clock, randomIds);
    expect([await ids.next({ org: 'acme' }, 'case'), await ids.next({ org: 'acme' }, 'case'), await ids.next({ org: 'acme' }, 'customer')]).toEqual([1, 2, 1]);
    expect(await ids.next({ org: 'other' }, 'case')).toBe(1);
  });

  it('are never given twice by any number of processes at once, and reach over many blocks', async () => {
    const store = new InMemoryEventStore();
    const processes = Array.from({ length: 4 }, () => new IdBlocks(store, clock, randomIds));
    const given = await Promise.all(Array.from({ length: 1_000 }, (_, index) => processes[index % 4]!.next({ org: 'acme' }, 'case')));
    expect(new Set(given).size).toBe(1_000);
  });

  it('go on behind the block of a process that is gone', async () => {
    const store = new InMemoryEventStore();
    await new IdBlocks(store, clock, randomIds).next({ org: 'acme' }, 'case');
    expect(await new IdBlocks(store, clock, randomIds).next({ org: 'acme' }, 'case')).toBe(101);
  });

  it('are the ones that a command had before, where it remembers them', async () => {
    const ids = new IdBlocks(new InMemoryEventStore(), clock, randomIds);
    let taken: number | undefined;
    const claim = {
      hold: () => Promise.resolve(),
      content: () => undefined,
      bytes: () => Buffer.alloc(0),
      id: async (_: string, take: () => Promise<number>) => {
        taken ??= await take();
        return taken;
      },
    };
    expect([await ids.next({ org: 'acme', claim }, 'case'), await ids.next({ org: 'acme', claim }, 'case')]).toEqual([1, 1]);
    expect(await ids.next({ org: 'acme' }, 'case')).toBe(2);
  });

  it('can be had again after the store was away', async () => {
    const store = new InMemoryEventStore();
    const ids = new IdBlocks(store, clock, randomIds);
    const append = store.append.bind(store);
    store.append = () => Promise.reject(new Error('away'));
    await expect(ids.next({ org: 'acme' }, 'case')).rejects.toThrow('away');
    store.append = append;
    expect(await ids.next({ org: 'acme' }, 'case')).toBe(1);
  });
});
