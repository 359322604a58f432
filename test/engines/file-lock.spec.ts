import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { whileLocked } from './file-lock.js';

it('lets one work at a time, and the next one also when the one before has failed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'file-lock-'));
  const file = join(folder, 'lock');
  const course: string[] = [];
  const work = (name: string, fails: boolean) => async (): Promise<void> => {
    course.push(`${name} begins`);
    await new Promise(setImmediate);
    course.push(`${name} ends`);
    if (fails) throw new Error(name);
  };
  const outcomes = await Promise.allSettled([whileLocked(file, work('first', true)), whileLocked(file, work('second', false))]);
  rmSync(folder, { recursive: true });
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
  expect(course).toEqual(['first begins', 'first ends', 'second begins', 'second ends']);
});
