import { type CollectionLayout, column, type SqlValue } from './collection-layout.js';
import type { Statements } from './statements.js';

/** By how many the documents with these values in a count's fields have become more. */
interface Change {
  readonly fields: readonly string[];
  readonly values: readonly SqlValue[];
  documents: number;
}

/** How many documents share their values in the fields of a count. Written once for a whole transaction, not once for each document. */
export class CountsTable {
  private readonly counts: readonly { readonly fields: readonly string[]; readonly valuesOf: ReturnType<CollectionLayout['picker']> }[];
  private readonly changes = new Map<string, Change>();

  constructor(
    private readonly statements: Statements,
    private readonly layout: CollectionLayout,
  ) {
    this.counts = layout.spec.counts.map((fields) => ({ fields, valuesOf: layout.picker(fields.map(column)) }));
  }

  /** The statements that make the table, filled from the documents there are. */
  made(): readonly string[] {
    const { counts, documents } = this.layout;
    if (this.counts.length === 0) return [];
    return [
      `CREATE TABLE ${counts} (fields TEXT, vals TEXT, documents INTEGER NOT NULL, PRIMARY KEY (fields, vals)) STRICT, WITHOUT ROWID`,
      ...this.counts.map(
        ({ fields }) => `INSERT INTO ${counts} SELECT '${fields.join(',')}', json_array(${fields.map(column).join(', ')}), count(*) FROM ${documents} GROUP BY 2`,
      ),
    ];
  }

  /** Notes that the values of a document were others before; undefined stands for no document. */
  changed(before: readonly SqlValue[] | undefined, after: readonly SqlValue[] | undefined): void {
    for (const { fields, valuesOf } of this.counts) {
      if (before) this.note(fields, valuesOf(before), -1);
      if (after) this.note(fields, valuesOf(after), 1);
    }
  }

  /** Writes what is noted. To be called before the transaction is committed; one that is rolled back takes the notes with it. */
  flush(): void {
    for (const { fields, values, documents } of this.changes.values()) {
      if (documents === 0) continue;
      const key = `?1, json_array(${values.map((_, index) => `?${index + 3}`).join(', ')})`;
      const sql = `INSERT INTO ${this.layout.counts} VALUES (${key}, ?2) ON CONFLICT DO UPDATE SET documents = documents + excluded.documents`;
      this.statements.get(sql).run(fields.join(','), documents, ...values);
    }
  }

  private note(fields: readonly string[], values: readonly SqlValue[], documents: number): void {
    const key = JSON.stringify([fields, values]);
    const change = this.changes.get(key);
    if (change === undefined) this.changes.set(key, { fields, values, documents });
    else change.documents += documents;
  }
}
