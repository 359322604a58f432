import { createHash, randomBytes } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { StoreUnavailableError } from '#event-sourcing';
import type { BlobOwner, BlobRef } from '../blob-ref.js';
import { BlobMissingError, type BlobStore, BlobTooLargeError, type StoredBlob } from '../blob-store.js';

/** An empty blob store of a spec's own. */
export interface OpenedBlobStore {
  readonly store: BlobStore;
  /** Opens the same store once more, as another process does. */
  another(): Promise<BlobStore>;
  /** Closes what was opened, and removes everything. */
  dispose(): Promise<void>;
}

const LIMIT = 1_000_000;
const FAR_AHEAD = 8.64e15;
const OWNER: BlobOwner = { org: 'acme', holder: '17' };

async function* pieces(...all: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* all;
}

async function* cut(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function all<T>(source: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const each of source) found.push(each);
  return found;
}

/** What every blob store promises. */
export function blobStoreContract(name: string, open: () => Promise<OpenedBlobStore>): void {
  describe(`The blob store ${name}`, () => {
    let opened: OpenedBlobStore;
    let store: BlobStore;
    beforeEach(async () => {
      opened = await open();
      ({ store } = opened);
    });
    afterEach(() => opened.dispose());

    const bytesOf = async (ref: BlobRef, from = store): Promise<Buffer> => buffer(await from.get(ref));
    const everything = () => all(store.storedBefore(FAR_AHEAD));

    it.each([0, 1, 255 * 1024, 255 * 1024 + 1, 700_001])('gives back %d bytes as they came, and says what they are', async (size) => {
      const bytes = randomBytes(size);
      const stored = await store.put(OWNER, cut(bytes, 65_536), LIMIT);
      expect(stored).toEqual({ ...OWNER, size, sha256: createHash('sha256').update(bytes).digest('hex') });
      expect(bytes.equals(await bytesOf(stored))).toBe(true);
    });

    it('shows a blob to other processes as soon as it is answered', async () => {
      const other = await opened.another();
      const stored = await store.put(OWNER, pieces(Buffer.from('a'), Buffer.from('b')), LIMIT);
      expect((await bytesOf(stored, other)).toString()).toBe('ab');
    });

    it('has no blob under another organization, holder or hash', async () => {
      const stored = await store.put(OWNER, pieces(Buffer.from('a')), LIMIT);
      for (const other of [{ org: 'other' }, { holder: '18' }, { sha256: '0'.repeat(64) }]) {
        await expect(store.get({ ...stored, ...other })).rejects.toBeInstanceOf(BlobMissingError);
      }
    });

    it('keeps the same bytes for each of their holders, and removes them for one alone', async () => {
      const bytes = Buffer.from('the same');
      const [first, second] = [await store.put(OWNER, pieces(bytes), LIMIT), await store.put({ ...OWNER, holder: '18' }, pieces(bytes), LIMIT)];
      expect(second.sha256).toBe(first.sha256);
      await store.delete(first);
      await expect(store.get(first)).rejects.toBeInstanceOf(BlobMissingError);
      expect(bytes.equals(await bytesOf(second))).toBe(true);
    });

    it('removes what is not there', async () => {
      await store.delete({ ...OWNER, sha256: 'f'.repeat(64) });
    });

    it('may be given the same again, also at once, and removes it as one', async () => {
      const put = () => store.put(OWNER, pieces(Buffer.from('again')), LIMIT);
      const [stored, ...same] = await Promise.all([put(), put(), put()]);
      expect(same).toEqual([stored, stored]);
      expect((await bytesOf(stored)).toString()).toBe('again');
      await store.delete(stored);
      expect(await everything()).toEqual([]);
    });

    it('keeps nothing of a source that fails, and fails with its error', async () => {
      const failure = new Error('The client is gone.');
      async function* failing(): AsyncGenerator<Uint8Array> {
        yield randomBytes(300_000);
        throw failure;
      }
      await expect(store.put(OWNER, failing(), LIMIT)).rejects.toBe(failure);
      expect(await everything()).toEqual([]);
    });

    it('takes as many bytes as are allowed and not one more, and lets the source end', async () => {
      await store.put(OWNER, cut(randomBytes(300_000), 1_000), 300_000);
      let ended = false;
      async function* endless(): AsyncGenerator<Uint8Array> {
        try {
          for (;;) yield randomBytes(1_000);
        } finally {
          ended = true;
        }
      }
      await expect(store.put({ ...OWNER, holder: '18' }, endless(), 300_000)).rejects.toBeInstanceOf(BlobTooLargeError);
      expect(ended).toBe(true);
      expect((await everything()).map(({ holder }) => holder)).toEqual(['17']);
    });

    it('lists what was stored before a time', async () => {
      const stored = await Promise.all(
        ['acme', 'b-2'].flatMap((org) => ['1', '2'].map((holder) => store.put({ org, holder }, pieces(Buffer.from(org + holder)), LIMIT))),
      );
      const refs = stored.map(({ org, holder, sha256 }) => ({ org, holder, sha256 }));
      const found = await everything();
      expect(found).toHaveLength(refs.length);
      expect(found).toEqual(expect.arrayContaining(refs.map((ref) => ({ ...ref, storedAt: expect.any(Number) }))));
      for (const { storedAt } of found) expect(Math.abs(Date.now() - storedAt)).toBeLessThan(3_600_000);
      expect(await all(store.storedBefore(Date.now() - 3_600_000))).toEqual([]);
    });

    it('removes what is unfinished, and nothing that is whole', async () => {
      const stored = await store.put(OWNER, pieces(Buffer.from('whole')), LIMIT);
      await store.removeUnfinished(FAR_AHEAD);
      expect((await bytesOf(stored)).toString()).toBe('whole');
    });

    describe('while a put is under way', () => {
      /** A put that has stored a part, and goes on when it is told to. */
      async function halfway(): Promise<{ readonly put: Promise<StoredBlob>; readonly goOn: () => void }> {
        let goOn = (): void => undefined;
        const waiting = new Promise<void>((resolve) => {
          goOn = resolve;
        });
        let reached = (): void => undefined;
        const there = new Promise<void>((resolve) => {
          reached = resolve;
        });
        async function* slow(): AsyncGenerator<Uint8Array> {
          yield randomBytes(300_000);
          reached();
          await waiting;
          yield Buffer.from('end');
        }
        const put = store.put(OWNER, slow(), LIMIT);
        await there;
        return { put, goOn };
      }

      it('leaves it alone if it began after the time before which it removes', async () => {
        const { put, goOn } = await halfway();
        await (await opened.another()).removeUnfinished(Date.now() - 3_600_000);
        goOn();
        expect(await bytesOf(await put)).toHaveLength(300_003);
      });

      it('never says that it is stored when it was removed as unfinished', async () => {
        const { put, goOn } = await halfway();
        const outcome = expect(put).rejects.toBeInstanceOf(StoreUnavailableError);
        await (await opened.another()).removeUnfinished(FAR_AHEAD);
        goOn();
        await outcome;
        expect(await everything()).toEqual([]);
      });
    });

    it.each<Partial<BlobRef>>([{ org: '../other' }, { org: '' }, { org: '.unfinished' }, { holder: '../1' }, { holder: '1/2' }, { holder: 'a'.repeat(65) }])(
      'refuses a name that could be a path: %j',
      async (part) => {
        await expect(store.put({ ...OWNER, ...part }, pieces(Buffer.from('x')), LIMIT)).rejects.toBeInstanceOf(RangeError);
        await expect(store.get({ ...OWNER, sha256: 'f'.repeat(64), ...part })).rejects.toBeInstanceOf(RangeError);
        expect(await everything()).toEqual([]);
      },
    );

    it('says that it is fit for work', async () => {
      await expect(store.check()).resolves.toBeUndefined();
    });
  });
}
