import { describe, expect, test } from '@jest/globals';
import { hashSecret, PASSWORD_COST, verifySecret } from './secret-hash.js';

describe('the hash of a secret', () => {
  test('recognises its secret alone', async () => {
    const hash = await hashSecret('open sesame');
    await expect(verifySecret('open sesame', hash)).resolves.toBe(true);
    await expect(verifySecret('open sesamE', hash)).resolves.toBe(false);
    await expect(verifySecret('', hash)).resolves.toBe(false);
  });

  test('is salted, and says with which parameters it was made', async () => {
    const hash = await hashSecret('open sesame');
    expect(hash).toMatch(/^\$scrypt\$ln=14,r=8,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    expect(await hashSecret('open sesame')).not.toBe(hash);
  });

  test('of a password costs more, and fits it alone', async () => {
    const hash = await hashSecret('correct horse', PASSWORD_COST);
    expect(hash).toMatch(/^\$scrypt\$ln=14,r=8,p=5\$/);
    await expect(verifySecret('correct horse', hash, PASSWORD_COST)).resolves.toBe(true);
    await expect(verifySecret('battery staple', hash, PASSWORD_COST)).resolves.toBe(false);
  });

  test('is verified with its own parameters, not with today\'s', async () => {
    // RFC 7914, section 12: scrypt("password", "NaCl", N=1024, r=8, p=16), its first 32 bytes.
    const hash = '$scrypt$ln=10,r=8,p=16$TmFDbA$/bq+HJ00cgB4VucZDQHp/nxq18vII3gw53N2Y0s3MWI';
    await expect(verifySecret('password', hash)).resolves.toBe(true);
  });

  test('that there is none of fits nothing', async () => {
    await expect(verifySecret('', undefined)).resolves.toBe(false);
  });

  test('of another format is an error, not a no', async () => {
    await expect(verifySecret('x', '$argon2id$v=19$x')).rejects.toThrow('unknown format');
  });
});
