import { createECDH, createHash } from 'node:crypto';
import type { MasterKey } from './master-key.js';

/** The public half of an ES256 key (RFC 7517), as it is published. */
export interface PublicJwk {
  readonly kty: 'EC';
  readonly crv: 'P-256';
  readonly x: string;
  readonly y: string;
  /** RFC 7638: the thumbprint of the key itself, so that the same key has the same id everywhere. */
  readonly kid: string;
  readonly alg: 'ES256';
  readonly use: 'sig';
}

export interface SigningKey {
  readonly publicJwk: PublicJwk;
  readonly privateJwk: PublicJwk & { readonly d: string };
}

/**
 * The key that signs access tokens, the same in every process and after every restart of an installation.
 * A derived number that is no private key of the curve (one in 2^32 is not) gives way to the next.
 */
export function signingKey(master: MasterKey): SigningKey {
  for (let counter = 0; ; counter++) {
    const scalar = master.derive(`token-signing/${counter}`, 32);
    const curve = createECDH('prime256v1');
    try {
      curve.setPrivateKey(scalar);
    } catch {
      continue;
    }
    const point = curve.getPublicKey();
    const x = point.subarray(1, 33).toString('base64url');
    const y = point.subarray(33).toString('base64url');
    const kid = createHash('sha256').update(JSON.stringify({ crv: 'P-256', kty: 'EC', x, y })).digest('base64url');
    const publicJwk: PublicJwk = { kty: 'EC', crv: 'P-256', x, y, kid, alg: 'ES256', use: 'sig' };
    return { publicJwk, privateJwk: { ...publicJwk, d: scalar.toString('base64url') } };
  }
}
