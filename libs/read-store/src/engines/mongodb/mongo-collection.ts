import { type AnyBulkWriteOperation, type Collection, MongoBulkWriteError } from 'mongodb';
import type { DocumentWrite, ProjectionCollection, StoredDocument } from '#event-sourcing';
import type { CollectionFields } from '../collection-fields.js';
import { type MongoIndex, queryIndexes, searchIndex } from './collection-indexes.js';
import { reading, writing } from './outages.js';
import { DUPLICATE_KEY } from './registers.js';
import { bodyPath, fromMongo, type MongoDocument, toMongo } from './stored-document.js';

/** Documents per request: one to two megabytes, which neither side works on for long before others get their turn. */
const CHUNK = 1_000;

/** One collection in MongoDB, as the projection engine sees it. MongoDB makes it with its first document or index. */
export class MongoCollection implements ProjectionCollection {
  private readonly searched = new Set<string>();

  constructor(
    private readonly documents: Collection<MongoDocument>,
    private readonly fields: CollectionFields,
  ) {}

  async getMany(ids: readonly string[]): Promise<readonly StoredDocument[]> {
    if (ids.length === 0) return [];
    const found = await reading(() => this.documents.find({ _id: { $in: ids } }, { batchSize: CHUNK }).toArray());
    return found.map(fromMongo);
  }

  async idsWhere(field: string, values: readonly (string | number)[], after: string | undefined, limit: number): Promise<readonly string[]> {
    if (!this.fields.spec.indexes.some(([first]) => first === field)) throw new Error(`No index of ${this.fields.name} begins with ${field}.`);
    const index = await this.indexFor(field);
    const filter = { [bodyPath(field)]: { $in: values }, ...(after === undefined ? {} : { _id: { $gt: after } }) };
    const options = { projection: { _id: 1 }, sort: { _id: 1 }, limit, batchSize: limit, hint: index } as const;
    return (await reading(() => this.documents.find(filter, options).toArray())).map(({ _id }) => _id);
  }

  async write(writes: readonly DocumentWrite[]): Promise<{ readonly refused: number }> {
    let refused = 0;
    for (let start = 0; start < writes.length; start += CHUNK) refused += await this.writeChunk(writes.slice(start, start + CHUNK));
    return { refused };
  }

  async prepareForQueries(): Promise<void> {
    await this.make(queryIndexes(this.fields));
  }

  /**
   * One request for what is new and one for what is replaced. MongoDB does each document on its own, and goes on behind
   * one that it refuses: a new one whose id is taken is a duplicate key, a replacement finds nothing where the position is
   * another.
   */
  private async writeChunk(writes: readonly DocumentWrite[]): Promise<number> {
    const operations = writes.map((each) => this.operation(each));
    const replacements = writes.filter(({ replaces }) => replaces !== undefined).length;
    try {
      const { matchedCount } = await writing(() => this.documents.bulkWrite(operations, { ordered: false }));
      return replacements - matchedCount;
    } catch (error) {
      if (!(error instanceof MongoBulkWriteError) || !hasOnlyDuplicates(error)) throw error;
      return [error.writeErrors].flat().length + replacements - error.result.matchedCount;
    }
  }

  private operation(write: DocumentWrite): AnyBulkWriteOperation<MongoDocument> {
    const document = toMongo(write, this.fields);
    if (write.replaces === undefined) return { insertOne: { document } };
    return { replaceOne: { filter: { _id: write.id, position: write.replaces }, replacement: document } };
  }

  /** Makes the index that a search needs, before the others: it is needed while a build is being filled. */
  private async indexFor(field: string): Promise<string> {
    const index = searchIndex(field);
    if (!this.searched.has(field)) await this.make([index]);
    this.searched.add(field);
    return index.name;
  }

  /** Indexes that are there already are left alone, and those that are being made are waited for. */
  private async make(indexes: readonly MongoIndex[]): Promise<void> {
    const wanted = indexes.map(({ name, key }) => ({ name, key: { ...key } }));
    if (wanted.length > 0) await writing(() => this.documents.createIndexes(wanted));
  }
}

/** Whether all that went wrong is that some ids were taken. */
const hasOnlyDuplicates = ({ writeErrors }: MongoBulkWriteError): boolean =>
  [writeErrors].flat().length > 0 && [writeErrors].flat().every(({ code }) => code === DUPLICATE_KEY);
