import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify(scrypt as (secret: string, salt: Buffer, length: number, options: object, done: (error: Error | null, key: Buffer) => void) => void);

/** 16 MiB and some 30 ms: secrets are long and random, or at least chosen by an operator. */
const COST = { ln: 14, r: 8, p: 1 };
const FORMAT = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

/** Stands in for a hash that there is none of, so that an unknown name takes as long as a wrong secret. */
const NOBODY = `$scrypt$ln=${COST.ln},r=${COST.r},p=${COST.p}$${encode(Buffer.alloc(16))}$${encode(Buffer.alloc(32))}`;

/**
 * A secret's scrypt hash, with its parameters beside it: `$scrypt$ln=14,r=8,p=1$<salt>$<hash>` (the PHC string format;
 * changing this changes stored data).
 */
export async function hashSecret(secret: string, salt: Buffer = randomBytes(16)): Promise<string> {
  const key = await derive(secret, salt, 32, { N: 2 ** COST.ln, r: COST.r, p: COST.p });
  return `$scrypt$ln=${COST.ln},r=${COST.r},p=${COST.p}$${encode(salt)}$${encode(key)}`;
}

/**
 * Whether this is the secret of that hash. Compared in constant time; without a hash it takes as long and says no.
 * @throws Error when the hash is of another format.
 */
export async function verifySecret(secret: string, hash: string | undefined): Promise<boolean> {
  const [, ln = '', r = '', p = '', salt = '', expected = ''] = FORMAT.exec(hash ?? NOBODY) ?? [];
  if (expected === '') throw new Error('A stored secret hash is of an unknown format.');
  const wanted = Buffer.from(expected, 'base64');
  const options = { N: 2 ** Number(ln), r: Number(r), p: Number(p), maxmem: 256 * 2 ** 20 };
  const key = await derive(secret, Buffer.from(salt, 'base64'), wanted.length, options);
  return timingSafeEqual(key, wanted) && hash !== undefined;
}

function encode(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('=', '');
}
