import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { calculateJwkThumbprint } from 'jose';
import { MasterKey } from './master-key.js';
import { signingKey } from './signing-key.js';

const masters = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => new MasterKey(Buffer.from(bytes)));

describe('the signing key', () => {
  test('is a pair that belongs together, for any master key', () => {
    fc.assert(
      fc.property(masters, fc.string(), (master, text) => {
        const { privateJwk, publicJwk } = signingKey(master);
        const signature = sign('sha256', Buffer.from(text), createPrivateKey({ key: { ...privateJwk }, format: 'jwk' }));
        expect(verify('sha256', Buffer.from(text), createPublicKey({ key: { ...publicJwk }, format: 'jwk' }), signature)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  test('is the same whenever it is derived, and named by its thumbprint', async () => {
    const master = new MasterKey(Buffer.alloc(32, 7));
    const { publicJwk } = signingKey(master);
    expect(signingKey(master).publicJwk).toEqual(publicJwk);
    expect(publicJwk.kid).toBe(await calculateJwkThumbprint({ ...publicJwk }));
    expect(publicJwk).not.toHaveProperty('d');
  });

  test('passes over numbers that are no private key of the curve', () => {
    const good = Buffer.alloc(32, 5);
    const asked: string[] = [];
    const derive = (purpose: string): Buffer => {
      asked.push(purpose);
      return [Buffer.alloc(32, 0), Buffer.alloc(32, 0xff)][asked.length - 1] ?? good;
    };
    const { privateJwk } = signingKey(Object.assign(new MasterKey(good), { derive }));
    expect(privateJwk.d).toBe(good.toString('base64url'));
    expect(asked).toEqual(['token-signing/0', 'token-signing/1', 'token-signing/2']);
  });
});
