import type { CollectionSpec, JsonObject } from '#event-sourcing';
import type { Scalar } from '../../query.js';
import { CollectionFields, indexedValue, WORDS_FIELD } from '../collection-fields.js';

/** A value that SQLite compares; booleans are kept as 0 and 1, null and missing alike as NULL. */
export type SqlValue = string | number | null;

/**
 * How a collection lies in SQLite: a table of documents, where every field that an index or a count names is a column
 * beside the body, so that a query never looks into JSON; a table of tombstones; one of words and one of counts, both
 * kept in step by triggers, that is in the very transaction that writes the document. Changing this changes stored data.
 */
export class CollectionLayout extends CollectionFields {
  readonly documents: string;
  readonly removed: string;
  readonly words: string;
  readonly counts: string;

  /** @throws Error when a name cannot be one. */
  constructor(name: string, spec: CollectionSpec) {
    super(name, spec);
    this.documents = `"${name}.documents"`;
    this.removed = `"${name}.removed"`;
    this.words = `"${name}.words"`;
    this.counts = `"${name}.counts"`;
  }

  /** The statements that make the tables that the engine fills. */
  tables(): readonly string[] {
    return [
      `CREATE TABLE ${this.documents} (key INTEGER PRIMARY KEY, doc_id TEXT NOT NULL UNIQUE, position TEXT NOT NULL,
        ${this.fields.map((field) => `${column(field)} ANY, `).join('')}words TEXT, body TEXT NOT NULL) STRICT`,
      `CREATE TABLE ${this.removed} (doc_id TEXT PRIMARY KEY, position TEXT NOT NULL) STRICT, WITHOUT ROWID`,
    ];
  }

  /** The statements that make the indexes, where they are not made yet. */
  indexes(): readonly string[] {
    return this.spec.indexes.filter((index) => !index.includes(WORDS_FIELD)).map((index) => this.index(index));
  }

  /** The statement that makes an index which begins with the field, where it is not made yet. */
  indexOn(field: string): string | undefined {
    const index = this.spec.indexes.find(([first]) => first === field && field !== WORDS_FIELD);
    return index && this.index(index);
  }

  /** The statements that make the tables of words and counts from the documents there are, and keep them in step. */
  derivedTables(): readonly string[] {
    return [...this.wordStatements(), ...this.countStatements()];
  }

  /** What goes into the columns of a document, and its words as a JSON list. */
  values(body: JsonObject): { readonly columns: readonly SqlValue[]; readonly words: string | null } {
    const words = this.wordScope === undefined ? undefined : body[WORDS_FIELD];
    return { columns: this.fields.map((field) => sqlScalar(indexedValue(body, field))), words: Array.isArray(words) ? JSON.stringify(words) : null };
  }

  private index(fields: readonly string[]): string {
    return `CREATE INDEX IF NOT EXISTS "${this.name}.by.${fields.join(',')}" ON ${this.documents} (${fields.map(column).join(', ')})`;
  }

  private wordStatements(): readonly string[] {
    if (this.wordScope === undefined) return [];
    const scope = this.wordScope.map((field) => `${column(field)}, `).join('');
    const of = (row: string): string => (this.wordScope ?? []).map((field) => `${row}.${column(field)}, `).join('');
    const fill = `SELECT DISTINCT ${of('d')}value, d.key FROM ${this.documents} d, json_each(d.words) ORDER BY ${of('d')}value, d.key`;
    const add = `INSERT OR IGNORE INTO ${this.words} SELECT ${of('NEW')}value, NEW.key FROM json_each(NEW.words);`;
    const take = `DELETE FROM ${this.words} WHERE (${scope}word, key) IN (SELECT ${of('OLD')}value, OLD.key FROM json_each(OLD.words));`;
    return [
      `CREATE TABLE ${this.words} (${scope.replaceAll(', ', ' ANY, ')} word TEXT, key INTEGER, PRIMARY KEY (${scope}word, key)) STRICT, WITHOUT ROWID`,
      `INSERT INTO ${this.words} ${fill}`,
      ...this.triggers('words', [...this.wordScope.map(column), 'words'], add, take),
    ];
  }

  private countStatements(): readonly string[] {
    if (this.spec.counts.length === 0) return [];
    return [
      `CREATE TABLE ${this.counts} (fields TEXT, vals TEXT, documents INTEGER NOT NULL, PRIMARY KEY (fields, vals)) STRICT, WITHOUT ROWID`,
      ...this.spec.counts.flatMap((fields) => {
        const key = (row: string): string =>
          `'${fields.join(',')}', json_array(${fields.map((field) => `${row}.${column(field)}`).join(', ')})`;
        const add = `INSERT INTO ${this.counts} VALUES (${key('NEW')}, 1) ON CONFLICT DO UPDATE SET documents = documents + 1;`;
        const take = `UPDATE ${this.counts} SET documents = documents - 1 WHERE (fields, vals) = (${key('OLD')});`;
        const fill = `INSERT INTO ${this.counts} SELECT ${key('d')}, count(*) FROM ${this.documents} d GROUP BY 2`;
        return [fill, ...this.triggers(`count.${fields.join(',')}`, fields.map(column), add, take)];
      }),
    ];
  }

  /** Triggers that keep something in step with these columns. */
  private triggers(what: string, columns: readonly string[], add: string, take: string): readonly string[] {
    const trigger = (when: string, event: string, body: string): string =>
      `CREATE TRIGGER "${this.name}.${what}.${when}" AFTER ${event} BEGIN ${body} END`;
    const differs = columns.map((name) => `OLD.${name} IS NOT NEW.${name}`).join(' OR ');
    return [
      trigger('insert', `INSERT ON ${this.documents}`, add),
      trigger('delete', `DELETE ON ${this.documents}`, take),
      trigger('update', `UPDATE OF ${columns.join(', ')} ON ${this.documents} WHEN ${differs}`, take + add),
    ];
  }
}

/** The column of a field. */
export const column = (field: string): string => `"$.${field}"`;

/** A value as SQLite compares it. */
export const sqlScalar = (value: Scalar | null): SqlValue => (typeof value === 'boolean' ? Number(value) : value);
