import { randomUUID } from 'node:crypto';
import { open, opendir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { isErrno } from '#platform';
import { type BlobOwner, blobName, type BlobRef, parseBlobName, requireOwner } from '../../blob-ref.js';
import { BlobMissingError, type BlobStore, type ByteSource, type DatedBlob, type StoredBlob } from '../../blob-store.js';
import { MeasuredSource, unavailable } from '../measured-source.js';
import { FlushedFolders, flushFolder } from './flushed-folders.js';

/** Where a file is until it is whole: on the same disk, so that its name can be given to it at once. No organization has this name. */
const UNFINISHED = '.unfinished';

/**
 * Opens a folder of blobs, which any number of processes may share where the file system keeps POSIX's promises about
 * renaming. It is made when something is first stored.
 */
export const openFolderBlobStore = (root: string): BlobStore => new FolderBlobStore(resolve(root));

/**
 * A file for each blob: `acme/4f/<SHA-256>.17`, in 256 folders for each organization so that none grows large. It is
 * written and flushed under another name, then renamed, then the folder is flushed: whatever happens in between, under
 * its own name a file is whole. Changing this changes stored data.
 */
class FolderBlobStore implements BlobStore {
  private readonly folders: FlushedFolders;

  constructor(private readonly root: string) {
    this.folders = new FlushedFolders(root);
  }

  async put(owner: BlobOwner, source: ByteSource, limit: number): Promise<StoredBlob> {
    requireOwner(owner);
    const measured = new MeasuredSource(owner, source, limit);
    const unfinished = join(this.root, UNFINISHED, randomUUID());
    try {
      await this.folders.make(dirname(unfinished));
      await writeAll(unfinished, measured.bytes());
      const path = this.pathOf(measured.blob);
      await this.folders.make(dirname(path));
      await rename(unfinished, path);
      await flushFolder(dirname(path));
      return measured.blob;
    } catch (error) {
      await rm(unfinished, { force: true }).catch(() => undefined);
      throw measured.errorOf(error);
    }
  }

  async get(ref: BlobRef): Promise<Readable> {
    const file = await open(this.pathOf(ref), 'r').catch((error: unknown) => {
      throw isMissing(error) ? new BlobMissingError(ref) : unavailable(error);
    });
    return file.createReadStream();
  }

  async delete(ref: BlobRef): Promise<void> {
    const path = this.pathOf(ref);
    try {
      await rm(path);
      await flushFolder(dirname(path));
    } catch (error) {
      if (!isMissing(error)) throw unavailable(error);
    }
  }

  async *storedBefore(time: number): AsyncGenerator<DatedBlob> {
    for await (const org of entriesOf(this.root)) {
      if (org === UNFINISHED) continue;
      for await (const shard of entriesOf(join(this.root, org))) {
        for await (const name of entriesOf(join(this.root, org, shard))) {
          const ref = parseBlobName(`${org}/${name}`);
          if (ref === undefined) continue;
          const storedAt = await writtenAt(join(this.root, org, shard, name));
          if (storedAt !== undefined && storedAt < time) yield { ...ref, storedAt };
        }
      }
    }
  }

  async removeUnfinished(time: number): Promise<void> {
    const folder = join(this.root, UNFINISHED);
    for await (const name of entriesOf(folder)) {
      const path = join(folder, name);
      if (((await writtenAt(path)) ?? Infinity) >= time) continue;
      await rm(path, { force: true }).catch((error: unknown) => {
        throw unavailable(error);
      });
    }
  }

  /** A disk that is full or read-only fails here as it would for a document. */
  async check(): Promise<void> {
    const probe = join(this.root, UNFINISHED, randomUUID());
    try {
      await this.folders.make(dirname(probe));
      await writeFile(probe, 'x');
      await rm(probe);
    } catch (error) {
      throw unavailable(error);
    }
  }

  async close(): Promise<void> {
    // Nothing stays open between two calls.
  }

  private pathOf(ref: BlobRef): string {
    const [org = '', file = ''] = blobName(ref).split('/');
    return join(this.root, org, ref.sha256.slice(0, 2), file);
  }
}

async function writeAll(path: string, bytes: AsyncIterable<Uint8Array>): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** The names in a folder; none when it is not there. */
async function* entriesOf(folder: string): AsyncGenerator<string> {
  try {
    for await (const { name } of await opendir(folder)) yield name;
  } catch (error) {
    if (!isMissing(error) && !isErrno(error, 'ENOTDIR')) throw unavailable(error);
  }
}

/** When a file was last written, in milliseconds since the Unix epoch; undefined for one that is gone by now. */
async function writtenAt(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).mtimeMs;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw unavailable(error);
  }
}

const isMissing = (error: unknown): boolean => isErrno(error, 'ENOENT');
