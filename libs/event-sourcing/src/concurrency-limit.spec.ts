import { expect, it } from '@jest/globals';
import { ConcurrencyLimit } from './concurrency-limit.js';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

it('a limit of concurrency lets so many run, and the next in line when one ends, also by a failure', async () => {
  const limit = new ConcurrencyLimit(2);
  const begun: number[] = [];
  const ends = [0, 1, 2, 3].map(() => Promise.withResolvers<undefined>());
  const running = ends.map(({ promise }, i) => limit.run(async () => {
    begun.push(i);
    await promise;
  }));
  await turn();
  expect([begun, limit.waiting]).toEqual([[0, 1], 2]);
  ends[1]!.reject(new Error('failed'));
  await expect(running[1]).rejects.toThrow('failed');
  expect([begun, limit.waiting]).toEqual([[0, 1, 2], 1]);
  for (const { resolve } of ends) resolve(undefined);
  await Promise.all([running[0], running[2], running[3]]);
  expect([begun, limit.waiting]).toEqual([[0, 1, 2, 3], 0]);
});
