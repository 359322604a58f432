import { MasterKey, PASSWORD_COST, type ScryptCost, Sealer, UnsealError } from '#platform';
import { describe, expect, jest, test } from '@jest/globals';
import { hashPassword, isPasswordOf, sealPassword } from './member.password.js';
import type { MemberState } from './member.state.js';

const sealer = new Sealer(new MasterKey(Buffer.alloc(32, 3)));
const member = async (password: string | null, id = 5): Promise<MemberState> =>
  ({ org: 'acme', id, password: sealPassword(sealer, 'acme', id, await hashPassword(password)) }) as MemberState;

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

  test('that there is none of is never right, and costs as much as one that is wrong', async () => {
    const [ada, without] = [await member('correct horse'), await member(null)];
    await expect(isPasswordOf(sealer, without, '')).resolves.toBe(false);
    await expect(isPasswordOf(sealer, undefined, 'correct horse')).resolves.toBe(false);
    const verify = jest.fn(async (_password: string, _hash: string | undefined, _cost?: ScryptCost) => false);
    for (const somebody of [ada, without, undefined]) await isPasswordOf(sealer, somebody, 'battery staple', verify);
    expect(verify.mock.calls.map(([password, , cost]) => [password, cost])).toEqual(Array.from({ length: 3 }, () => ['battery staple', PASSWORD_COST]));
  });
});
