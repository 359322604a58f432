import type { DocumentWrite, JsonObject, Position } from '#event-sourcing';
import { type CollectionLayout, column, type SqlValue } from './collection-layout.js';
import type { Statements } from './statements.js';

/** Writes documents of one collection, one by one, inside a transaction that somebody else begins and commits. */
export class DocumentWriter {
  private readonly insertSql: string;
  private readonly updateSql: string;

  constructor(
    private readonly statements: Statements,
    private readonly layout: CollectionLayout,
  ) {
    const { documents, removed, fields } = layout;
    const columns = ['doc_id', 'position', 'body', 'words', ...fields.map(column)];
    const values = columns.map((_, index) => `?${index + 1}`);
    const assignments = columns.slice(1).map((name, index) => `${name} = ?${index + 2}`);
    this.insertSql = `INSERT INTO ${documents} (${columns.join(', ')}) SELECT ${values.join(', ')}
      WHERE NOT EXISTS (SELECT 1 FROM ${removed} WHERE doc_id = ?1) ON CONFLICT (doc_id) DO NOTHING`;
    this.updateSql = `UPDATE ${documents} SET ${assignments.join(', ')} WHERE doc_id = ?1 AND position = ?${columns.length + 1}`;
  }

  /** False when the stored document or tombstone is not the one that is to be replaced; nothing is written then. */
  write({ id, replaces, position, body }: DocumentWrite): boolean {
    if (body === undefined) return this.remove(id, replaces, position);
    const values = this.valuesOf(id, position, body);
    if (replaces === undefined) return this.run(this.insertSql, values);
    return this.run(this.updateSql, [...values, replaces]) || (this.takeTombstone(id, replaces) && this.run(this.insertSql, values));
  }

  private remove(id: string, replaces: Position | undefined, position: Position): boolean {
    const { documents, removed } = this.layout;
    if (replaces === undefined) {
      const sql = `INSERT INTO ${removed} (doc_id, position) SELECT ?1, ?2
        WHERE NOT EXISTS (SELECT 1 FROM ${documents} WHERE doc_id = ?1) ON CONFLICT DO NOTHING`;
      return this.run(sql, [id, position]);
    }
    const existed =
      this.run(`DELETE FROM ${documents} WHERE doc_id = ? AND position = ?`, [id, replaces]) || this.takeTombstone(id, replaces);
    return existed && this.run(`INSERT INTO ${removed} (doc_id, position) VALUES (?, ?)`, [id, position]);
  }

  private takeTombstone(id: string, position: Position): boolean {
    return this.run(`DELETE FROM ${this.layout.removed} WHERE doc_id = ? AND position = ?`, [id, position]);
  }

  private valuesOf(id: string, position: Position, body: JsonObject): SqlValue[] {
    const { columns, words } = this.layout.values(body);
    return [id, position, JSON.stringify(body), words, ...columns];
  }

  private run(sql: string, values: readonly SqlValue[]): boolean {
    return this.statements.get(sql).run(...values).changes !== 0;
  }
}
