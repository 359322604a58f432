import { type CollectionLayout, column, type SqlValue, WORDS_COLUMN } from './collection-layout.js';
import type { Statements } from './statements.js';

/** Which documents hold a word: one row for each, behind the values of the fields that stand before the words in their index. */
export class WordsTable {
  private readonly valuesOf: (values: readonly SqlValue[]) => readonly SqlValue[];
  private readonly addSql: string;
  private readonly takeSql: string;

  /** @param scope the fields that stand before the words. */
  constructor(
    private readonly statements: Statements,
    private readonly layout: CollectionLayout,
    private readonly scope: readonly string[],
  ) {
    this.valuesOf = layout.picker([WORDS_COLUMN, ...scope.map(column)]);
    const rows = `SELECT ${scope.map((_, index) => `?${index + 3}, `).join('')}value, ?1 FROM json_each(?2)`;
    this.addSql = `INSERT OR IGNORE INTO ${layout.words} ${rows}`;
    this.takeSql = `DELETE FROM ${layout.words} WHERE (${scope.map((field) => `${column(field)}, `).join('')}word, key) IN (${rows})`;
  }

  /** The statements that make the table, filled from the documents there are. */
  made(): readonly string[] {
    const { words, documents } = this.layout;
    const scope = this.scope.map((field) => `${column(field)}, `).join('');
    const rows = `${this.scope.map((field) => `d.${column(field)}, `).join('')}value, d.key`;
    return [
      `CREATE TABLE ${words} (${scope.replaceAll(', ', ' ANY, ')}word TEXT, key INTEGER, PRIMARY KEY (${scope}word, key)) STRICT, WITHOUT ROWID`,
      `INSERT INTO ${words} SELECT DISTINCT ${rows} FROM ${documents} d, json_each(d.words) ORDER BY ${rows}`,
    ];
  }

  /** Keeps the table in step with a document whose values were others before; undefined stands for no document. */
  changed(key: number, before: readonly SqlValue[] | undefined, after: readonly SqlValue[] | undefined): void {
    const taken = before && this.valuesOf(before);
    const added = after && this.valuesOf(after);
    if (taken && added?.every((value, index) => value === taken[index])) return;
    if (taken) this.run(this.takeSql, key, taken);
    if (added) this.run(this.addSql, key, added);
  }

  private run(sql: string, key: number, values: readonly SqlValue[]): void {
    const [words = null, ...scope] = values;
    this.statements.get(sql).run(key, words, ...scope);
  }
}
