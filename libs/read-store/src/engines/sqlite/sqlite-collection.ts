import type { DatabaseSync } from 'node:sqlite';
import { setImmediate } from 'node:timers/promises';
import type { DocumentWrite, JsonObject, ProjectionCollection, StoredDocument } from '#event-sourcing';
import { type CollectionLayout, column } from './collection-layout.js';
import { DerivedTables } from './derived-tables.js';
import { DocumentWriter } from './document-writer.js';
import type { Statements } from './statements.js';
import { transaction } from './transaction.js';

/** Documents per transaction: some milliseconds, after which others in this thread and other writers get their turn. */
const CHUNK = 500;

/** One collection in SQLite, as the projection engine sees it. */
export class SqliteCollection implements ProjectionCollection {
  private readonly searched = new Set<string>();

  constructor(
    private readonly database: DatabaseSync,
    private readonly statements: Statements,
    private readonly layout: CollectionLayout,
  ) {}

  async getMany(ids: readonly string[]): Promise<readonly StoredDocument[]> {
    const { documents, removed } = this.layout;
    const rows = this.statements
      .get(
        `SELECT doc_id, position, body FROM ${documents} WHERE doc_id IN (SELECT value FROM json_each(?1))
         UNION ALL SELECT doc_id, position, NULL FROM ${removed} WHERE doc_id IN (SELECT value FROM json_each(?1))`,
      )
      .all(JSON.stringify(ids)) as unknown as { doc_id: string; position: string; body: string | null }[];
    return rows.map(({ doc_id, position, body }) => ({
      id: doc_id,
      position,
      body: body === null ? undefined : (JSON.parse(body) as JsonObject),
    }));
  }

  async idsWhere(field: string, values: readonly (string | number)[], after: string | undefined, limit: number): Promise<readonly string[]> {
    this.requireIndex(field);
    // One value alone is found in the order of its index; several have to be sorted.
    const [only, ...others] = values;
    const [condition, sought] = only !== undefined && others.length === 0 ? ['= ?', only] : ['IN (SELECT value FROM json_each(?))', JSON.stringify(values)];
    const rows = this.statements
      .get(`SELECT doc_id FROM ${this.layout.documents} WHERE ${column(field)} ${condition} AND doc_id > ? ORDER BY doc_id LIMIT ?+0`)
      .all(sought, after ?? '', limit) as unknown as { doc_id: string }[];
    return rows.map(({ doc_id }) => doc_id);
  }

  async write(writes: readonly DocumentWrite[]): Promise<{ readonly refused: number }> {
    let refused = 0;
    for (let start = 0; start < writes.length; start += CHUNK) {
      if (start > 0) await setImmediate();
      const chunk = writes.slice(start, start + CHUNK);
      refused += transaction(this.database, 'IMMEDIATE', () => this.writeChunk(chunk));
    }
    return { refused };
  }

  /** Inside a transaction: another process may make the tables of words and counts between two. */
  private writeChunk(writes: readonly DocumentWrite[]): number {
    const derived = this.prepared() ? new DerivedTables(this.statements, this.layout) : undefined;
    const writer = new DocumentWriter(this.statements, this.layout, derived);
    const refused = writes.filter((each) => !writer.write(each)).length;
    derived?.flush();
    return refused;
  }

  async prepareForQueries(): Promise<void> {
    if (this.prepared()) return;
    for (const index of this.layout.indexes()) {
      this.database.exec(index);
      await setImmediate();
    }
    transaction(this.database, 'IMMEDIATE', () => {
      if (this.prepared()) return;
      for (const statement of new DerivedTables(this.statements, this.layout).made()) this.database.exec(statement);
      this.statements.get('UPDATE collections SET prepared = 1 WHERE name = ?').run(this.layout.name);
    });
  }

  private prepared(): boolean {
    return this.statements.get('SELECT prepared FROM collections WHERE name = ?').get(this.layout.name)?.prepared === 1;
  }

  /** Makes the index that a search needs, before the others: it is needed while a build is being filled. */
  private requireIndex(field: string): void {
    if (this.searched.has(field)) return;
    const index = this.layout.indexOn(field);
    if (index === undefined) throw new Error(`No index of ${this.layout.name} begins with ${field}.`);
    this.database.exec(index);
    this.searched.add(field);
  }
}
