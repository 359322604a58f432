import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { loadMasterKey, MasterKey } from './master-key.js';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'master-key-'));
});
afterEach(() => {
  rmSync(dataDir, { recursive: true });
});

const load = (folder = dataDir): MasterKey => loadMasterKey({ dataDir: folder, masterKey: undefined });

describe('the master key', () => {
  test('is made once, in a file of its own that only its owner reads', () => {
    const folder = join(dataDir, 'new', 'folder');
    const first = load(folder).derive('spec', 32);
    expect(load(folder).derive('spec', 32)).toEqual(first);
    expect(readdirSync(folder)).toEqual(['master.key']);
    expect(statSync(join(folder, 'master.key')).mode & 0o777).toBe(0o600);
  });

  test('differs from one installation to the next', () => {
    expect(load(join(dataDir, 'a')).derive('spec', 32)).not.toEqual(load(join(dataDir, 'b')).derive('spec', 32));
  });

  test('of the settings wins, and leaves no file', () => {
    const key = loadMasterKey({ dataDir, masterKey: Buffer.alloc(32, 9) });
    expect(key.derive('spec', 32)).toEqual(new MasterKey(Buffer.alloc(32, 9)).derive('spec', 32));
    expect(readdirSync(dataDir)).toEqual([]);
  });

  test('is not made anew over a damaged file', () => {
    writeFileSync(join(dataDir, 'master.key'), 'half');
    expect(() => load()).toThrow(/master\.key is damaged/);
  });

  test('gives a key of its own to each purpose; these bytes are what stored data was sealed with', () => {
    const key = new MasterKey(Buffer.alloc(32, 1));
    expect(key.derive('sealing', 32).toString('hex')).toBe('b312987abe3e2ef4ab4c356e47cbe2b5aa7e254a28ad5f8e29d171f3783fe028');
    expect(key.derive('sealing', 32)).not.toEqual(key.derive('token-signing/0', 32));
  });

  test('is 32 bytes long', () => {
    expect(() => new MasterKey(Buffer.alloc(16))).toThrow('The master key has 16 bytes; it must have 32.');
  });
});
