import type { DocumentWrite, JsonObject, Position } from '#event-sourcing';
import type { CollectionLayout, SqlValue } from './collection-layout.js';
import type { DerivedTables } from './derived-tables.js';
import type { Statements } from './statements.js';

/** Writes documents of one collection, one by one, inside a transaction that somebody else begins and commits. */
export class DocumentWriter {
  private readonly insertSql: string;
  private readonly selectSql: string;
  private readonly deleteSql: string;

  /** @param derived what is to be kept in step with the documents; undefined while it is not made yet. */
  constructor(
    private readonly statements: Statements,
    private readonly layout: CollectionLayout,
    private readonly derived: DerivedTables | undefined,
  ) {
    const { documents, removed, columns } = layout;
    const inserted = ['doc_id', 'position', 'body', ...columns];
    // Whatever fails here takes the whole transaction with it. By default SQLite would be ready to take back this
    // statement alone, because it has a SELECT, and copy every page that it changes: three times the time.
    this.insertSql = `INSERT OR ROLLBACK INTO ${documents} (${inserted.join(', ')}) SELECT ${inserted.map((_, index) => `?${index + 1}`).join(', ')}
      WHERE NOT EXISTS (SELECT 1 FROM ${removed} WHERE doc_id = ?1) ON CONFLICT (doc_id) DO NOTHING`;
    this.selectSql = `SELECT ${columns.join(', ')}, key FROM ${documents} WHERE doc_id = ? AND position = ?`;
    this.deleteSql = `DELETE FROM ${documents} WHERE doc_id = ? AND position = ? RETURNING ${columns.join(', ')}, key`;
  }

  /** False when the stored document or tombstone is not the one that is to be replaced; nothing is written then. */
  write({ id, replaces, position, body }: DocumentWrite): boolean {
    if (body === undefined) return this.remove(id, replaces, position);
    if (replaces === undefined) return this.insert(id, position, body);
    return this.update(id, replaces, position, body) || (this.takeTombstone(id, replaces) && this.insert(id, position, body));
  }

  private insert(id: string, position: Position, body: JsonObject): boolean {
    const values = this.layout.values(body);
    const { changes, lastInsertRowid } = this.statements.get(this.insertSql).run(id, position, JSON.stringify(body), ...values);
    if (changes === 0) return false;
    this.derived?.changed(Number(lastInsertRowid), undefined, values);
    return true;
  }

  /** SQLite makes an index entry anew for every column that an UPDATE names, so it names only those that change. */
  private update(id: string, replaces: Position, position: Position, body: JsonObject): boolean {
    const { documents, columns } = this.layout;
    const stored = this.stored(this.selectSql, id, replaces);
    if (stored === undefined) return false;
    const values = this.layout.values(body);
    const changed = [...values.keys()].filter((index) => values[index] !== stored.values[index]);
    const assignments = ['position', 'body', ...changed.map((index) => columns[index])].map((name) => `${name ?? ''} = ?`).join(', ');
    const sql = `UPDATE ${documents} SET ${assignments} WHERE key = ?`;
    const updated = this.run(sql, [position, JSON.stringify(body), ...changed.map((index) => values[index] ?? null), stored.key]);
    if (changed.length > 0) this.derived?.changed(stored.key, stored.values, values);
    return updated;
  }

  private remove(id: string, replaces: Position | undefined, position: Position): boolean {
    const { documents, removed } = this.layout;
    if (replaces === undefined) {
      const sql = `INSERT INTO ${removed} (doc_id, position) SELECT ?1, ?2
        WHERE NOT EXISTS (SELECT 1 FROM ${documents} WHERE doc_id = ?1) ON CONFLICT DO NOTHING`;
      return this.run(sql, [id, position]);
    }
    const existed = this.takeDocument(id, replaces) || this.takeTombstone(id, replaces);
    return existed && this.run(`INSERT INTO ${removed} (doc_id, position) VALUES (?, ?)`, [id, position]);
  }

  private takeDocument(id: string, position: Position): boolean {
    const taken = this.stored(this.deleteSql, id, position);
    if (taken === undefined) return false;
    this.derived?.changed(taken.key, taken.values, undefined);
    return true;
  }

  private takeTombstone(id: string, position: Position): boolean {
    return this.run(`DELETE FROM ${this.layout.removed} WHERE doc_id = ? AND position = ?`, [id, position]);
  }

  /** The document that a statement answers with, by the values of its columns, in their order. */
  private stored(sql: string, id: string, position: Position): { readonly key: number; readonly values: readonly SqlValue[] } | undefined {
    const found = this.statements.get(sql).get(id, position);
    return found && { key: Number(found.key), values: Object.values(found).slice(0, -1) as SqlValue[] };
  }

  private run(sql: string, values: readonly SqlValue[]): boolean {
    return this.statements.get(sql).run(...values).changes !== 0;
  }
}
