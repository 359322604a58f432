import type { DatabaseSync } from 'node:sqlite';
import {
  activeCollection,
  buildsRegister,
  type CollectionSpec,
  type JsonObject,
  type ProjectionCollection,
} from '#event-sourcing';
import type { Filter, Query } from '../../query.js';
import type { ReadStore } from '../../read-store.js';
import { CollectionLayout } from './collection-layout.js';
import { countSql } from './count-sql.js';
import { openDatabase } from './database.js';
import type { Sql } from './filter-sql.js';
import { FEW, fewSql, findSql, type Plan } from './find-sql.js';
import { SqliteCollection } from './sqlite-collection.js';
import { Statements } from './statements.js';
import { transaction } from './transaction.js';

/** Which file, and how. */
export interface SqliteReadStoreOptions {
  readonly path: string;
  /** For whoever only queries: every attempt to write fails. Default false. */
  readonly readOnly?: boolean;
}

/**
 * Opens the embedded read store: one SQLite file, which any number of threads and processes may open at once. Readers
 * never wait; writers take turns.
 *
 * @throws Error when the file is not a read store of this version.
 */
export function openSqliteReadStore({ path, readOnly = false }: SqliteReadStoreOptions): ReadStore {
  return new SqliteReadStore(openDatabase(path, readOnly));
}

class SqliteReadStore implements ReadStore {
  private readonly statements: Statements;
  private readonly layouts = new Map<string, CollectionLayout>();

  constructor(private readonly database: DatabaseSync) {
    this.statements = new Statements(database);
  }

  async findOne(model: string, id: string): Promise<JsonObject | undefined> {
    const [body] = this.rows(model, ({ documents }) => ({ text: `SELECT body FROM ${documents} WHERE doc_id = ?`, values: [id] }));
    return body && toBody(body);
  }

  async find(model: string, query: Query): Promise<readonly JsonObject[]> {
    return this.rows(model, (layout) => findSql(layout, query, this.planOf(layout, query))).map(toBody);
  }

  async count(model: string, filter: Filter): Promise<number> {
    const [row] = this.rows(model, (layout) => countSql(layout, filter));
    return Number(row?.documents ?? 0);
  }

  async openCollection(name: string, spec: CollectionSpec): Promise<ProjectionCollection> {
    const { indexes, counts } = spec;
    const text = JSON.stringify({ indexes, counts });
    const layout = this.layoutOf(name, text);
    transaction(this.database, 'IMMEDIATE', () => {
      const found = this.specOf(name);
      if (found === text) return;
      if (found !== undefined) throw new Error(`Collection ${name} was made with other indexes: raise the version of its projection.`);
      for (const statement of layout.tables()) this.database.exec(statement);
      this.statements.get('INSERT INTO collections (name, spec) VALUES (?, ?)').run(name, text);
    });
    return new SqliteCollection(this.database, this.statements, layout);
  }

  async dropCollection(name: string): Promise<void> {
    transaction(this.database, 'IMMEDIATE', () => {
      const spec = this.specOf(name);
      if (spec === undefined) return;
      const { documents, removed, words, counts } = this.layoutOf(name, spec);
      for (const table of [documents, removed, words, counts]) this.database.exec(`DROP TABLE IF EXISTS ${table}`);
      this.statements.get('DELETE FROM collections WHERE name = ?').run(name);
    });
  }

  async getRegister(key: string): Promise<string | undefined> {
    return this.register(key);
  }

  async moveRegister(key: string, from: string | undefined, to: string | undefined): Promise<boolean> {
    if (from === undefined) {
      if (to === undefined) return this.register(key) === undefined;
      return this.run('INSERT INTO registers (key, value) VALUES (?, ?) ON CONFLICT DO NOTHING', key, to);
    }
    if (to === undefined) return this.run('DELETE FROM registers WHERE key = ? AND value = ?', key, from);
    return this.run('UPDATE registers SET value = ? WHERE key = ? AND value = ?', to, key, from);
  }

  async close(): Promise<void> {
    this.database.close();
  }

  private planOf(layout: CollectionLayout, query: Query): Plan {
    const counting = fewSql(layout, query);
    if (counting === undefined) return 'walk';
    return Number(this.statements.get(counting.text).get(...counting.values)?.documents) <= FEW ? 'gather' : 'walk';
  }

  /** The rows of a query on the model's active build, which is looked up in the very snapshot that is queried. */
  private rows(model: string, query: (layout: CollectionLayout) => Sql): readonly Record<string, unknown>[] {
    return transaction(this.database, 'DEFERRED', () => {
      const name = activeCollection(this.register(buildsRegister(model)));
      const spec = name === undefined ? undefined : this.specOf(name);
      if (name === undefined || spec === undefined) return [];
      const { text, values } = query(this.layoutOf(name, spec));
      return this.statements.get(text).all(...values);
    });
  }

  private register(key: string): string | undefined {
    return this.statements.get('SELECT value FROM registers WHERE key = ?').get(key)?.value as string | undefined;
  }

  private specOf(name: string): string | undefined {
    return this.statements.get('SELECT spec FROM collections WHERE name = ?').get(name)?.spec as string | undefined;
  }

  private layoutOf(name: string, spec: string): CollectionLayout {
    const key = `${name} ${spec}`;
    const layout = this.layouts.get(key) ?? new CollectionLayout(name, JSON.parse(spec) as CollectionSpec);
    this.layouts.set(key, layout);
    return layout;
  }

  private run(sql: string, ...values: string[]): boolean {
    return this.statements.get(sql).run(...values).changes !== 0;
  }
}

const toBody = ({ body }: Record<string, unknown>): JsonObject => JSON.parse(body as string) as JsonObject;
