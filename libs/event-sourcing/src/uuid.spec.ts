import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { uuidV5 } from './uuid.js';

/** RFC 9562, section 5.5, in bytes. */
function byTheBook(name: string): string {
  const bytes = createHash('sha1').update('8f9d5c1e2b7a4e0c9d3f6a1b5c8e7d20', 'hex').update(name, 'utf8').digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

describe('derived ids', () => {
  it('are UUIDs of version 5 of their names', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        expect(uuidV5(name)).toBe(byTheBook(name));
      }),
    );
  });

  it('never change: stored data holds them', () => {
    expect(uuidV5('case-acme.1/command/0')).toBe('04b2da99-6ef9-53da-b0fb-0944c7abc3bc');
  });
});
