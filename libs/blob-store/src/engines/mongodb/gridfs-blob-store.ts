import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Collection, type Db, GridFSBucket, type GridFSBucketWriteStream, type MongoClient, ObjectId } from 'mongodb';
import { openDatabase } from '#mongodb';
import { type BlobOwner, blobName, type BlobRef, parseBlobName, requireOwner } from '../../blob-ref.js';
import { BlobMissingError, type BlobStore, type ByteSource, type DatedBlob, type StoredBlob } from '../../blob-store.js';
import { MeasuredSource, unavailable } from '../measured-source.js';

/** Changing these changes stored data: the bucket, and the collection that notes files of which there may be pieces without a whole. */
const BUCKET = 'blobs';
const UNFINISHED = 'blobs.unfinished';

/** Milliseconds of the longest call, which moves one piece of a file, or removes all of one. */
const LONGEST_CALL = 60_000;

/** A file that is being written or removed. */
interface UnfinishedFile {
  readonly _id: ObjectId;
  readonly since: Date;
}

/**
 * Opens a blob store in GridFS, in a MongoDB database that any number of processes may open at once. It should be no other's:
 * unlike read models, blobs cannot be made anew.
 * @throws Error that names BLOB_STORE_URL when the URL is not of this form.
 */
export function openGridFsBlobStore(url: string): BlobStore {
  const { client, database } = openDatabase(url, { setting: 'BLOB_STORE_URL', longestCall: LONGEST_CALL });
  return new GridFsBlobStore(client, database);
}

/**
 * A file of GridFS for each blob, with the blob's name as its own. GridFS stores pieces first and the file's document last:
 * with that the blob is there, whole. Before the first piece a note says that there may be pieces, so that those of a process
 * that died can be found.
 */
class GridFsBlobStore implements BlobStore {
  private readonly bucket: GridFSBucket;
  private readonly unfinished: Collection<UnfinishedFile>;

  constructor(
    private readonly client: MongoClient,
    private readonly database: Db,
  ) {
    this.bucket = new GridFSBucket(database, { bucketName: BUCKET });
    this.unfinished = database.collection(UNFINISHED);
  }

  async put(owner: BlobOwner, source: ByteSource, limit: number): Promise<StoredBlob> {
    requireOwner(owner);
    const measured = new MeasuredSource(owner, source, limit);
    const id = new ObjectId();
    try {
      await this.unfinished.insertOne({ _id: id, since: new Date() });
      const upload = this.bucket.openUploadStreamWithId(id, '');
      await pipeline(() => namedAtTheEnd(measured, upload), upload);
    } catch (error) {
      // Only a file whose source failed is known to have no document, nor to get one later. The note finds the others.
      if (measured.hasFailed) await this.removePieces(id).catch(() => undefined);
      throw measured.errorOf(error);
    }
    await this.finish(id);
    return measured.blob;
  }

  /**
   * The file is there: the note goes. Where it is gone already, this took so long that somebody may have removed pieces of the file
   * as those of a process that died. A note that is left behind is seen to be out of date by whoever removes what is unfinished.
   * @throws StoreUnavailableError when the file may not be whole.
   */
  private async finish(id: ObjectId): Promise<void> {
    const removed = await this.unfinished.deleteOne({ _id: id }).catch(() => undefined);
    if (removed?.deletedCount !== 0) return;
    await this.removeFile(id).catch(() => undefined);
    throw unavailable(new Error('A file was taken for one that nobody would finish.'));
  }

  async get(ref: BlobRef): Promise<Readable> {
    const [id] = await this.filesOf(ref, 1);
    if (id === undefined) throw new BlobMissingError(ref);
    return this.bucket.openDownloadStream(id);
  }

  async delete(ref: BlobRef): Promise<void> {
    for (const id of await this.filesOf(ref)) {
      await answered(() => this.removeFile(id));
    }
  }

  async *storedBefore(time: number): AsyncGenerator<DatedBlob> {
    try {
      for await (const { filename, uploadDate } of this.bucket.find({ uploadDate: { $lt: new Date(time) } })) {
        const ref = parseBlobName(filename);
        if (ref) yield { ...ref, storedAt: uploadDate.getTime() };
      }
    } catch (error) {
      throw unavailable(error);
    }
  }

  async removeUnfinished(time: number): Promise<void> {
    await answered(async () => {
      for (const { _id } of await this.unfinished.find({ since: { $lt: new Date(time) } }).toArray()) {
        const whole = (await this.files.findOne({ _id })) !== null;
        if (whole) await this.unfinished.deleteOne({ _id });
        else await this.removePieces(_id);
      }
    });
  }

  async check(): Promise<void> {
    await answered(() => this.database.command({ ping: 1 }));
  }

  async close(): Promise<void> {
    await this.client.close();
  }

  private get files(): Collection {
    return this.database.collection(`${BUCKET}.files`);
  }

  /** There may be several with one name, of the same bytes: those who put them did not see each other. */
  private async filesOf(ref: BlobRef, limit = 0): Promise<readonly ObjectId[]> {
    const filename = blobName(ref);
    return answered(async () => (await this.bucket.find({ filename }, { limit }).toArray()).map(({ _id }) => _id));
  }

  private async removeFile(id: ObjectId): Promise<void> {
    await this.unfinished.replaceOne({ _id: id }, { since: new Date() }, { upsert: true });
    await this.files.deleteOne({ _id: id });
    await this.removePieces(id);
  }

  /** The pieces of a file that is none (any more), then the note. */
  private async removePieces(id: ObjectId): Promise<void> {
    await this.database.collection(`${BUCKET}.chunks`).deleteMany({ files_id: id });
    await this.unfinished.deleteOne({ _id: id });
  }
}

/** The file gets its name before its document is written, which is when all bytes have passed and the name is known. */
async function* namedAtTheEnd(measured: MeasuredSource, upload: GridFSBucketWriteStream): AsyncGenerator<Uint8Array> {
  yield* measured.bytes();
  upload.filename = blobName(measured.blob);
}

/** @throws StoreUnavailableError whatever went wrong: every call may be made again. */
async function answered<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw unavailable(error);
  }
}
