import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { StoreUnavailableError } from '#event-sourcing';
import { blobStoreContract } from '../../testing/blob-store.contract.js';
import { openBlobStore, openFolderBlobStore } from '../index.js';

const temporaryFolder = (): string => mkdtempSync(join(tmpdir(), 'casetrail-blobs-'));

blobStoreContract('in a folder', async () => {
  const folder = temporaryFolder();
  const url = `file:${join(folder, 'blobs')}`;
  return {
    store: await openBlobStore(url),
    another: () => openBlobStore(url),
    dispose: async () => {
      rmSync(folder, { recursive: true });
    },
  };
});

describe('the folder', () => {
  let folder: string;
  beforeEach(() => {
    folder = temporaryFolder();
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  async function* source(): AsyncGenerator<Uint8Array> {
    yield Buffer.from('abc');
  }
  const files = (): readonly string[] => readdirSync(folder, { recursive: true }).map(String).filter((name) => statSync(join(folder, name)).isFile());

  it('has a file for each blob that its owner alone may read, and nothing beside it', async () => {
    const { sha256 } = await openFolderBlobStore(folder).put({ org: 'acme', holder: '17' }, source(), 10);
    expect(files()).toEqual([join('acme', sha256.slice(0, 2), `${sha256}.17`)]);
    expect(statSync(join(folder, files()[0]!)).mode & 0o777).toBe(0o600);
  });

  it('is left without a trace by a put that fails, and by a look whether it works', async () => {
    const store = openFolderBlobStore(folder);
    await expect(store.put({ org: 'acme', holder: '17' }, source(), 2)).rejects.toThrow();
    await store.check();
    expect(files()).toEqual([]);
  });

  it('is cleaned of what a dead process left, once that is old', async () => {
    const store = openFolderBlobStore(folder);
    await store.check();
    const [old, young] = ['old', 'young'].map((name) => join(folder, '.unfinished', name)) as [string, string];
    for (const file of [old, young]) writeFileSync(file, 'half');
    utimesSync(old, 1, 1);
    await store.removeUnfinished(Date.now() - 3_600_000);
    expect([existsSync(old), existsSync(young)]).toEqual([false, true]);
  });

  it('that cannot be written is an outage', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    const store = openFolderBlobStore(join(file, 'blobs'));
    await expect(store.put({ org: 'acme', holder: '17' }, source(), 10)).rejects.toBeInstanceOf(StoreUnavailableError);
    await expect(store.check()).rejects.toBeInstanceOf(StoreUnavailableError);
  });
});

it('is chosen by its URL', async () => {
  await expect(openBlobStore('s3://bucket')).rejects.toThrow('BLOB_STORE_URL');
  await expect(openBlobStore('mongodb://user:secret@127.0.0.1:1')).rejects.toThrow(/^BLOB_STORE_URL((?!secret).)*$/);
});
