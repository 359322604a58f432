import { MasterKey, Sealer, UnsealError } from '#platform';
import { describe, expect, test } from '@jest/globals';
import { hashPassword, isPasswordOf, sealPassword } from './member.password.js';
import type { MemberState } from './member.state.js';

const sealer = new Sealer(new MasterKey(Buffer.alloc(32, 3)));
const member = async (password: string | null, id = 5): Promise<MemberState> =>
  ({ org: 'acme', id, password: sealPassword(sealer, 'acme', id, await hashPassword(password)) }) as MemberState;

/** Milliseconds that a check takes: the shortest of three. */
async function costOf(check: () => Promise<boolean>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < 3; round++) {
    const began = performance.now();
    await check();
    times.push(performance.now() - began);
  }
  return Math.min(...times);
}

describe('a password', () => {
  test('is its member\'s, and nobody else\'s', async () => {
    const ada = await member('correct horse');
    await expect(isPasswordOf(sealer, ada, 'correct horse')).resolves.toBe(true);
    await expect(isPasswordOf(sealer, ada, 'Correct horse')).resolves.toBe(false);
    await expect(isPasswordOf(sealer, { ...ada, id: 6 }, 'correct horse')).rejects.toThrow(UnsealError);
  });

  test('is stored sealed: its hash cannot be guessed without the master key', async () => {
    const { password } = await member('correct horse');
    expect(password).not.toContain('scrypt');
    const other = new Sealer(new MasterKey(Buffer.alloc(32, 4)));
    await expect(isPasswordOf(other, await member('correct horse'), 'correct horse')).rejects.toThrow(UnsealError);
  });

  test('that there is none of is never right, and takes as long as one that is wrong', async () => {
    const [ada, without] = [await member('correct horse'), await member(null)];
    await expect(isPasswordOf(sealer, without, '')).resolves.toBe(false);
    await expect(isPasswordOf(sealer, undefined, 'correct horse')).resolves.toBe(false);
    const wrong = await costOf(() => isPasswordOf(sealer, ada, 'battery staple'));
    for (const nobody of [without, undefined]) {
      const ratio = (await costOf(() => isPasswordOf(sealer, nobody, 'battery staple'))) / wrong;
      expect(ratio).toBeGreaterThan(0.5);
      expect(ratio).toBeLessThan(2);
    }
  });
});
