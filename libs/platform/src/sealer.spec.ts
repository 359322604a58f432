import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { MasterKey } from './master-key.js';
import { Sealer, UnsealError } from './sealer.js';

const sealer = new Sealer(new MasterKey(Buffer.alloc(32, 1)));
const places = fc.array(fc.string(), { minLength: 1, maxLength: 3 });

describe('sealing', () => {
  test('gives back what was sealed, and never looks the same twice', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), places, (secret, place) => {
        const sealed = sealer.seal(secret, place);
        expect(sealer.open(sealed, place)).toBe(secret);
        expect(sealer.seal(secret, place)).not.toBe(sealed);
      }),
    );
  });

  test('opens in no other place', () => {
    fc.assert(
      fc.property(fc.string(), places, places, (secret, place, other) => {
        fc.pre(JSON.stringify(place) !== JSON.stringify(other));
        expect(() => sealer.open(sealer.seal(secret, place), other)).toThrow(UnsealError);
      }),
    );
  });

  test('notices every change', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(), fc.integer({ min: 1, max: 255 }), (secret, where, change) => {
        const bytes = Buffer.from(sealer.seal(secret, ['acme']).slice(3), 'base64url');
        const at = where % bytes.length;
        bytes.writeUInt8(bytes.readUInt8(at) ^ change, at);
        expect(() => sealer.open(`v1.${bytes.toString('base64url')}`, ['acme'])).toThrow(UnsealError);
      }),
    );
  });

  test.each(['', 'v1.', 'v1.AAAA', 'v2.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', 'plain'])('refuses %j', (sealed) => {
    expect(() => sealer.open(sealed, ['acme'])).toThrow(UnsealError);
  });

  test('opens with no other master key', () => {
    const other = new Sealer(new MasterKey(Buffer.alloc(32, 2)));
    expect(() => other.open(sealer.seal('secret', ['acme']), ['acme'])).toThrow(UnsealError);
  });

  test('opens what an earlier version has sealed', () => {
    expect(sealer.open('v1.N5pWu6TO34eA_t5ed_J0P2TnhNd7m3J_IWdC1IATlkDv1MkbPXhzkizGXg', ['acme', 'webhook-secret'])).toBe('kept since 2026');
  });
});
