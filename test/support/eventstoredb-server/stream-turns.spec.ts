import { expect, it } from '@jest/globals';
import { StreamTurns } from './stream-turns.js';

/** A write that is over when it is told, and says so. */
function writing(name: string, log: string[]): { readonly write: () => Promise<void>; readonly end: () => void } {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const write = async (): Promise<void> => {
    log.push(`${name} begins`);
    await promise;
    log.push(`${name} ends`);
  };
  return {
    write,
    end: () => {
      resolve(undefined);
    },
  };
}

it('lets writes be together, and one that is alone wait for them and be waited for', async () => {
  const log: string[] = [];
  const turns = new StreamTurns();
  const [first, second, alone, last] = ['first', 'second', 'alone', 'last'].map((name) => writing(name, log));
  const all = [turns.share('a', first!.write), turns.share('a', second!.write), turns.alone('a', alone!.write), turns.share('a', last!.write)];
  expect(log).toEqual(['first begins', 'second begins']);
  first!.end();
  second!.end();
  alone!.end();
  last!.end();
  await Promise.all(all);
  expect(log.slice(2)).toEqual(['first ends', 'second ends', 'alone begins', 'alone ends', 'last begins', 'last ends']);
});

it('holds up no other stream, and nothing after a failure', async () => {
  const turns = new StreamTurns();
  const failed = turns.alone('a', () => Promise.reject(new Error('no')));
  expect(await turns.share('b', () => Promise.resolve('b'))).toBe('b');
  await expect(failed).rejects.toThrow('no');
  expect(await turns.share('a', () => Promise.resolve('a'))).toBe('a');
});
