import { hashSecret, PASSWORD_COST, type Sealer, verifySecret } from '#platform';
import type { MemberState } from './member.state.js';

/** The hash of a password, which costs some 150 ms; null for none. */
export async function hashPassword(password: string): Promise<string>;
export async function hashPassword(password: string | null | undefined): Promise<string | null>;
export async function hashPassword(password: string | null | undefined): Promise<string | null> {
  return password == null ? null : hashSecret(password, PASSWORD_COST);
}

/** A password's hash as a member's event keeps it. */
export function sealPassword(sealer: Sealer, org: string, id: number, hash: string): string;
export function sealPassword(sealer: Sealer, org: string, id: number, hash: string | null): string | null;
export function sealPassword(sealer: Sealer, org: string, id: number, hash: string | null): string | null {
  return hash === null ? null : sealer.seal(hash, place(org, id));
}

/**
 * Whether this is the member's password. Takes as long when there is no such member, or one without a password.
 * @param verify compares with a hash, or with none at the same cost.
 * @throws UnsealError when it was sealed with another master key.
 */
export async function isPasswordOf(
  sealer: Sealer,
  member: MemberState | undefined,
  password: string,
  verify: typeof verifySecret = verifySecret,
): Promise<boolean> {
  const hash = member?.password == null ? undefined : sealer.open(member.password, place(member.org, member.id));
  return verify(password, hash, PASSWORD_COST);
}

/** Changing this changes stored data. */
const place = (org: string, id: number): readonly string[] => [org, 'member-password', String(id)];
