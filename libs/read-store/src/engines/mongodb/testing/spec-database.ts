import { randomUUID } from 'node:crypto';
import { type Document, MongoClient } from 'mongodb';
import type { RestorableStore } from '#event-sourcing/testing';
import type { ReadStore } from '../../../read-store.js';
import { openMongoReadStore } from '../mongo-read-store.js';
import { fromMongo, type MongoDocument } from '../stored-document.js';

/** A database of a spec's own on the server that MONGODB_URL names, and read stores in it. */
export class SpecDatabase {
  private readonly server: URL;
  private readonly name = `casetrail_spec_${randomUUID().slice(0, 8)}`;
  private readonly client: MongoClient;
  private readonly opened: ReadStore[] = [];

  /** @throws Error when there is no server: a suite that needs one fails without it. */
  constructor() {
    if (process.env.MONGODB_URL === undefined) throw new Error('MONGODB_URL has to name the server that this suite needs.');
    this.server = new URL(process.env.MONGODB_URL);
    this.client = new MongoClient(this.server.href);
  }

  /** Whether the server is MongoDB itself, and not one that speaks its protocol. */
  async isMongoDb(): Promise<boolean> {
    return this.client.db('admin').command({ hello: 1 }).then(() => true, () => false);
  }

  /** Opens the read store, as another process would. */
  open(): ReadStore {
    return this.openAt(this.server.host);
  }

  /** Opens the read store through a proxy in front of the server. */
  openAt(host: string): ReadStore {
    const url = new URL(this.server);
    url.host = host;
    url.pathname = this.name;
    if (host !== this.server.host) url.searchParams.set('directConnection', 'true');
    const store = openMongoReadStore({ url: url.href });
    this.opened.push(store);
    return store;
  }

  get address(): { readonly host: string; readonly port: number } {
    return { host: this.server.hostname, port: Number(this.server.port || 27_017) };
  }

  /** The same database again and again, emptied. */
  async restorable(): Promise<RestorableStore> {
    await this.client.db(this.name).dropDatabase();
    const store = this.opened[0] ?? this.open();
    return { store, backUp: () => this.backUp(), documents: (name) => this.documents(name) };
  }

  /** Copies every collection; the answer puts them back, and removes what came since. */
  async backUp(): Promise<() => Promise<void>> {
    const contents = new Map<string, Document[]>();
    for (const name of await this.collectionNames()) contents.set(name, await this.client.db(this.name).collection(name).find().toArray());
    return async () => {
      for (const name of await this.collectionNames()) await this.client.db(this.name).dropCollection(name);
      for (const [name, documents] of contents) {
        if (documents.length > 0) await this.client.db(this.name).collection(name).insertMany(documents);
      }
    };
  }

  /** Closes what was opened, and drops the database. */
  async dispose(): Promise<void> {
    for (const store of this.opened) await store.close();
    await this.client.db(this.name).dropDatabase();
    await this.client.close();
  }

  private async documents(name: string): ReturnType<RestorableStore['documents']> {
    const found = await this.client.db(this.name).collection<MongoDocument>(name).find({}, { sort: { _id: 1 } }).toArray();
    return found.map(fromMongo).map(({ id, position, body }) => [id, { position, text: body === undefined ? undefined : JSON.stringify(body) }]);
  }

  private async collectionNames(): Promise<readonly string[]> {
    const found = await this.client.db(this.name).listCollections({}, { nameOnly: true }).toArray();
    return found.map(({ name }) => name).filter((name) => !name.startsWith('system.'));
  }
}
