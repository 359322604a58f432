import type { DocumentWrite, JsonObject, Position } from '#event-sourcing';
import { type CollectionLayout, column, type SqlValue } from './collection-layout.js';
import type { Statements } from './statements.js';

/** Writes documents of one collection, one by one, inside a transaction that somebody else begins and commits. */
export class DocumentWriter {
  /** Every column that indexes, words and counts are made of. */
  private readonly derived: readonly string[];
  private readonly insertSql: string;
  private readonly selectSql: string;

  constructor(
    private readonly statements: Statements,
    private readonly layout: CollectionLayout,
  ) {
    const { documents, removed, fields } = layout;
    this.derived = ['words', ...fields.map(column)];
    const columns = ['doc_id', 'position', 'body', ...this.derived];
    this.insertSql = `INSERT INTO ${documents} (${columns.join(', ')}) SELECT ${columns.map((_, index) => `?${index + 1}`).join(', ')}
      WHERE NOT EXISTS (SELECT 1 FROM ${removed} WHERE doc_id = ?1) ON CONFLICT (doc_id) DO NOTHING`;
    this.selectSql = `SELECT key, ${this.derived.join(', ')} FROM ${documents} WHERE doc_id = ? AND position = ?`;
  }

  /** False when the stored document or tombstone is not the one that is to be replaced; nothing is written then. */
  write({ id, replaces, position, body }: DocumentWrite): boolean {
    if (body === undefined) return this.remove(id, replaces, position);
    if (replaces === undefined) return this.insert(id, position, body);
    return this.update(id, replaces, position, body) || (this.takeTombstone(id, replaces) && this.insert(id, position, body));
  }

  private insert(id: string, position: Position, body: JsonObject): boolean {
    return this.run(this.insertSql, [id, position, JSON.stringify(body), ...this.derivedFrom(body)]);
  }

  /** SQLite makes an index entry anew for every column that an UPDATE names, so it names only those that change. */
  private update(id: string, replaces: Position, position: Position, body: JsonObject): boolean {
    const found = this.statements.get(this.selectSql).get(id, replaces);
    if (found === undefined) return false;
    const stored = Object.values(found);
    const values = this.derivedFrom(body);
    const changed = [...values.keys()].filter((index) => values[index] !== stored[index + 1]);
    const assignments = ['position', 'body', ...changed.map((index) => this.derived[index])].map((name) => `${name ?? ''} = ?`).join(', ');
    return this.run(`UPDATE ${this.layout.documents} SET ${assignments} WHERE key = ?`, [
      position,
      JSON.stringify(body),
      ...changed.map((index) => values[index] ?? null),
      Number(found.key),
    ]);
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

  private derivedFrom(body: JsonObject): readonly SqlValue[] {
    const { columns, words } = this.layout.values(body);
    return [words, ...columns];
  }

  private run(sql: string, values: readonly SqlValue[]): boolean {
    return this.statements.get(sql).run(...values).changes !== 0;
  }
}
