import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify(scrypt as (secret: string, salt: Buffer, length: number, options: object, done: (error: Error | null, key: Buffer) => void) => void);

/** What scrypt is to cost (RFC 7914): N is two to the power of `ln`; it needs 128 × N × r bytes. */
export interface ScryptCost {
  readonly ln: number;
  readonly r: number;
  readonly p: number;
}

/** 16 MiB and some 30 ms: secrets are long and random, or at least chosen by an operator. */
const SECRET_COST: ScryptCost = { ln: 14, r: 8, p: 1 };

/** 16 MiB and some 150 ms: people choose worse passwords than machines do secrets. OWASP's strength for scrypt in the least memory. */
export const PASSWORD_COST: ScryptCost = { ln: 14, r: 8, p: 5 };

const FORMAT = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

/**
 * A secret's scrypt hash, with its parameters beside it: `$scrypt$ln=14,r=8,p=1$<salt>$<hash>` (the PHC string format;
 * changing this changes stored data).
 */
export async function hashSecret(secret: string, cost: ScryptCost = SECRET_COST): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(secret, salt, 32, { N: 2 ** cost.ln, r: cost.r, p: cost.p });
  return written(cost, salt, key);
}

/**
 * Whether this is the secret of that hash. Compared in constant time; without a hash it takes as long and says no.
 * @param cost that of the hashes of this kind, so that a name that nobody has takes as long as a wrong secret.
 * @throws Error when the hash is of another format.
 */
export async function verifySecret(secret: string, hash: string | undefined, cost: ScryptCost = SECRET_COST): Promise<boolean> {
  const [, ln = '', r = '', p = '', salt = '', expected = ''] = FORMAT.exec(hash ?? nobody(cost)) ?? [];
  if (expected === '') throw new Error('A stored secret hash is of an unknown format.');
  const wanted = Buffer.from(expected, 'base64');
  const options = { N: 2 ** Number(ln), r: Number(r), p: Number(p), maxmem: 256 * 2 ** 20 };
  const key = await derive(secret, Buffer.from(salt, 'base64'), wanted.length, options);
  return timingSafeEqual(key, wanted) && hash !== undefined;
}

/** Stands in for a hash that there is none of. */
const nobody = (cost: ScryptCost): string => written(cost, Buffer.alloc(16), Buffer.alloc(32));

const written = ({ ln, r, p }: ScryptCost, salt: Buffer, key: Buffer): string =>
  `$scrypt$ln=${ln},r=${r},p=${p}$${encode(salt)}$${encode(key)}`;

const encode = (bytes: Buffer): string => bytes.toString('base64').replaceAll('=', '');
