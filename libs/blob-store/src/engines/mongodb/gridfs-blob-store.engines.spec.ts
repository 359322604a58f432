import { randomBytes, randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { MongoClient } from 'mongodb';
import { StoreUnavailableError } from '#event-sourcing';
import type { BlobStore } from '../../blob-store.js';
import { blobStoreContract, type OpenedBlobStore } from '../../testing/blob-store.contract.js';
import { openBlobStore } from '../index.js';

jest.setTimeout(60_000);

const server = process.env.MONGODB_URL;
if (server === undefined) throw new Error('MONGODB_URL has to name the server that this suite needs.');

/** A blob store in a database of its own, and a client that looks into it. */
async function specStore(): Promise<OpenedBlobStore & { readonly client: MongoClient; readonly name: string }> {
  const name = `casetrail_spec_${randomUUID().slice(0, 8)}`;
  const url = new URL(server ?? '');
  url.pathname = name;
  const stores: BlobStore[] = [];
  const another = async (): Promise<BlobStore> => {
    const store = await openBlobStore(url.href);
    stores.push(store);
    return store;
  };
  const client = new MongoClient(url.href);
  return {
    store: await another(),
    another,
    client,
    name,
    dispose: async () => {
      for (const store of stores) await store.close();
      await client.db(name).dropDatabase();
      await client.close();
    },
  };
}

blobStoreContract('in GridFS', specStore);

describe('GridFS', () => {
  let opened: Awaited<ReturnType<typeof specStore>>;
  beforeEach(async () => {
    opened = await specStore();
  });
  afterEach(() => opened.dispose());

  const counts = () =>
    Promise.all(['blobs.files', 'blobs.chunks', 'blobs.unfinished'].map((name) => opened.client.db(opened.name).collection(name).countDocuments()));

  async function* source(): AsyncGenerator<Uint8Array> {
    for (let piece = 0; piece < 10; piece++) yield randomBytes(100_000);
  }

  it('has nothing left of a blob that was removed, nor of a put that failed', async () => {
    const stored = await opened.store.put({ org: 'acme', holder: '17' }, source(), 1_000_000);
    expect(await counts()).toEqual([1, 4, 0]);
    await opened.store.delete(stored);
    expect(await counts()).toEqual([0, 0, 0]);
    await expect(opened.store.put({ org: 'acme', holder: '17' }, source(), 999_999)).rejects.toThrow();
    expect(await counts()).toEqual([0, 0, 0]);
  });

  it('is cleaned of the pieces of a process that died', async () => {
    const dying = await opened.another();
    let reached = (): void => undefined;
    const halfway = new Promise<void>((resolve) => {
      reached = resolve;
    });
    async function* cutShort(): AsyncGenerator<Uint8Array> {
      yield randomBytes(600_000);
      reached();
      await new Promise(() => undefined);
    }
    void dying.put({ org: 'acme', holder: '17' }, cutShort(), 1_000_000).catch(() => undefined);
    await halfway;
    await dying.close();
    expect(await counts()).toEqual([0, expect.any(Number), 1]);
    await opened.store.removeUnfinished(8.64e15);
    expect(await counts()).toEqual([0, 0, 0]);
  });

  it('that is not there is an outage', async () => {
    const away = await openBlobStore('mongodb://127.0.0.1:1/blobs');
    await expect(away.check()).rejects.toBeInstanceOf(StoreUnavailableError);
    await expect(away.put({ org: 'acme', holder: '17' }, source(), 1_000_000)).rejects.toBeInstanceOf(StoreUnavailableError);
    await away.close();
  });
});
