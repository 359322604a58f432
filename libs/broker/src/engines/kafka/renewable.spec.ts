import { describe, expect, it } from '@jest/globals';
import { Renewable } from './renewable.js';

describe('a renewable client', () => {
  it('is opened once, and replaced after a failure, which waits for those who still work with it', async () => {
    let opened = 0;
    const discarded: number[] = [];
    const client = new Renewable(async () => ++opened, async (one) => void discarded.push(one));
    const slow = Promise.withResolvers<undefined>();
    const working = client.use(async (one) => {
      await slow.promise;
      return one;
    });
    await expect(client.use(() => Promise.reject(new Error('stuck')))).rejects.toThrow('stuck');
    expect(await client.use(async (one) => one)).toBe(2);
    expect(discarded).toEqual([]);
    slow.resolve(undefined);
    expect(await working).toBe(1);
    expect(discarded).toEqual([1]);
    await client.close();
    expect(discarded).toEqual([1, 2]);
    await expect(client.use(async (one) => one)).rejects.toThrow('closed');
  });

  it('is opened again when it could not be opened', async () => {
    let tries = 0;
    const client = new Renewable(async () => {
      if (++tries === 1) throw new Error('no broker');
      return tries;
    }, async () => undefined);
    await expect(client.use(async (one) => one)).rejects.toThrow('no broker');
    expect(await client.use(async (one) => one)).toBe(2);
  });
});
