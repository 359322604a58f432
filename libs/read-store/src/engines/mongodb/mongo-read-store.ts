import { type Collection, type Db, type MongoClient, MongoServerError } from 'mongodb';
import { activeCollection, buildsRegister, type CollectionSpec, type JsonObject, type ProjectionCollection } from '#event-sourcing';
import { openDatabase } from '#mongodb';
import type { Filter, Query } from '../../query.js';
import type { ReadStore } from '../../read-store.js';
import { CollectionFields } from '../collection-fields.js';
import { MongoCollection } from './mongo-collection.js';
import { reading, writing } from './outages.js';
import { mongoAfter, mongoFilter, mongoSort } from './query-filter.js';
import { type MongoRegister, MongoRegisters } from './registers.js';
import { bodyOf, type MongoDocument } from './stored-document.js';

/** Where, and how. */
export interface MongoReadStoreOptions {
  /** `mongodb://…/<database>` or `mongodb+srv://…/<database>`. */
  readonly url: string;
  /** For whoever only queries: every attempt to write fails. Default false. */
  readonly readOnly?: boolean;
}

/** Collections beside those of the projections, whose names have no dots. Changing these changes stored data. */
const REGISTERS = 'casetrail.registers';
const SPECS = 'casetrail.collections';

/** Milliseconds of the longest call: an index of a large collection is built. */
const LONGEST_CALL = 600_000;

/**
 * Opens a read store in a MongoDB database of its own, which any number of processes may open at once: a replica set or a
 * sharded cluster whose collections are not sharded, MongoDB 5.0 or newer. Nothing is asked of the server before the first call.
 *
 * @throws Error that names READ_STORE_URL when the URL is not of this form.
 */
export function openMongoReadStore({ url, readOnly = false }: MongoReadStoreOptions): ReadStore {
  const { client, database } = openDatabase(url, { setting: 'READ_STORE_URL', longestCall: LONGEST_CALL });
  return new MongoReadStore(client, database, readOnly);
}

class MongoReadStore implements ReadStore {
  private readonly registers: MongoRegisters;
  /** Under each collection's name its spec as JSON, in the place of a register's value. */
  private readonly specs: MongoRegisters;
  private readonly known = new Map<string, CollectionFields>();

  constructor(
    private readonly client: MongoClient,
    private readonly database: Db,
    private readonly readOnly: boolean,
  ) {
    this.registers = new MongoRegisters(database.collection<MongoRegister>(REGISTERS));
    this.specs = new MongoRegisters(database.collection<MongoRegister>(SPECS));
  }

  async findOne(model: string, id: string): Promise<JsonObject | undefined> {
    return this.ask(model, async (documents) => {
      const found = await documents.findOne({ _id: id }, { projection: BODY });
      return found === null ? undefined : bodyOf(found);
    });
  }

  async find(model: string, { filter, sort, after, skip = 0, limit }: Query): Promise<readonly JsonObject[]> {
    const found = await this.ask(model, async (documents, fields) => {
      fields.requireIndexed(filter, sort.field);
      // MongoDB takes 0 for "all of them".
      if (limit === 0) return undefined;
      const wanted = mongoFilter(filter, after === undefined ? [] : mongoAfter(sort, after));
      const page = await documents.find(wanted, { projection: BODY, sort: mongoSort(sort), skip, limit, batchSize: limit }).toArray();
      return page.length === 0 ? undefined : page.map(bodyOf).filter((body) => body !== undefined);
    });
    return found ?? [];
  }

  async count(model: string, filter: Filter): Promise<number> {
    const counted = await this.ask(model, async (documents, fields) => {
      fields.requireIndexed(filter);
      return (await documents.countDocuments(mongoFilter(filter))) || undefined;
    });
    return counted ?? 0;
  }

  async openCollection(name: string, spec: CollectionSpec): Promise<ProjectionCollection> {
    this.requireWritable();
    const { indexes, counts } = spec;
    const fields = new CollectionFields(name, { indexes, counts });
    const text = JSON.stringify(fields.spec);
    let found = await this.specs.get(name);
    if (found === undefined) {
      await this.specs.move(name, undefined, text);
      found = await this.specs.get(name);
    }
    if (found !== text) throw new Error(`Collection ${name} was made with other indexes: raise the version of its projection.`);
    return new MongoCollection(this.documents(name), fields);
  }

  async dropCollection(name: string): Promise<void> {
    this.requireWritable();
    try {
      await writing(() => this.database.dropCollection(name));
    } catch (error) {
      if (!isNotThere(error)) throw error;
    }
    await this.specs.move(name, await this.specs.get(name), undefined);
  }

  async getRegister(key: string): Promise<string | undefined> {
    return this.registers.get(key);
  }

  async moveRegister(key: string, from: string | undefined, to: string | undefined): Promise<boolean> {
    this.requireWritable();
    return this.registers.move(key, from, to);
  }

  async close(): Promise<void> {
    await this.client.close();
  }

  /**
   * Asks the model's active build. After it was looked up, another may take its place and it may be dropped; MongoDB then
   * answers as if it had been empty, or with an error if it was in the middle of the answer. So "nothing" is
   * believed only of a build that still is the active one, and what is found is of one build, because one command found it.
   *
   * @param query answers undefined when it finds nothing.
   */
  private async ask<T>(
    model: string,
    query: (documents: Collection<MongoDocument>, fields: CollectionFields) => Promise<T | undefined>,
  ): Promise<T | undefined> {
    for (let build = await this.activeBuild(model); build !== undefined; ) {
      const fields = await this.fieldsOf(build);
      const documents = this.documents(build);
      const answer = fields && (await this.unlessDropped(() => query(documents, fields)));
      if (answer !== undefined) return answer;
      const now = await this.activeBuild(model);
      if (now === build) return undefined;
      build = now;
    }
    return undefined;
  }

  private async unlessDropped<T>(query: () => Promise<T>): Promise<T | undefined> {
    try {
      return await reading(query);
    } catch (error) {
      if (error instanceof MongoServerError && DROPPED_CODES.has(error.code)) return undefined;
      throw error;
    }
  }

  private async activeBuild(model: string): Promise<string | undefined> {
    return activeCollection(await this.registers.get(buildsRegister(model)));
  }

  /** A collection's name stands for the same spec for ever, so that it is asked for once. */
  private async fieldsOf(name: string): Promise<CollectionFields | undefined> {
    const known = this.known.get(name);
    if (known !== undefined) return known;
    const spec = await this.specs.get(name);
    if (spec === undefined) return undefined;
    const fields = new CollectionFields(name, JSON.parse(spec) as CollectionSpec);
    this.known.set(name, fields);
    return fields;
  }

  private documents(name: string): Collection<MongoDocument> {
    return this.database.collection<MongoDocument>(name);
  }

  private requireWritable(): void {
    if (this.readOnly) throw new Error('The read store is open for reading only.');
  }
}

const BODY = { _id: 0, body: 1, json: 1 } as const;

/** NamespaceNotFound, CursorNotFound, QueryPlanKilled, CursorKilled: what a query meets whose collection goes away. */
const DROPPED_CODES: ReadonlySet<unknown> = new Set([26, 43, 175, 237]);

/** Up to MongoDB 6, dropping what is not there is an error; its text is older than its code. */
const isNotThere = (error: unknown): boolean =>
  error instanceof MongoServerError && (error.code === 26 || error.message === 'ns not found');
