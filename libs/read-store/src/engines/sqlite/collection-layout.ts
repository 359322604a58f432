import type { CollectionSpec, JsonObject } from '#event-sourcing';
import type { Scalar } from '../../query.js';
import { CollectionFields, indexedValue, WORDS_FIELD } from '../collection-fields.js';

/** A value that SQLite compares; booleans are kept as 0 and 1, null and missing alike as NULL. */
export type SqlValue = string | number | null;

/** The column of the words that a document is found by, as a JSON list. */
export const WORDS_COLUMN = 'words';

/**
 * How a collection lies in SQLite: a table of documents, where every field that an index or a count names is a column
 * beside the body, so that a query never looks into JSON; a table of tombstones; and, made when queries begin, one of
 * words and one of counts, see derived-tables.ts. Changing this changes stored data.
 */
export class CollectionLayout extends CollectionFields {
  readonly documents: string;
  readonly removed: string;
  readonly words: string;
  readonly counts: string;
  /** Every column that indexes, words and counts are made of. */
  readonly columns: readonly string[];

  /** @throws Error when a name cannot be one. */
  constructor(name: string, spec: CollectionSpec) {
    super(name, spec);
    this.documents = `"${name}.documents"`;
    this.removed = `"${name}.removed"`;
    this.words = `"${name}.words"`;
    this.counts = `"${name}.counts"`;
    this.columns = [...this.fields.map(column), WORDS_COLUMN];
  }

  /** The statements that make the tables that the engine fills. */
  tables(): readonly string[] {
    return [
      `CREATE TABLE ${this.documents} (key INTEGER PRIMARY KEY, doc_id TEXT NOT NULL UNIQUE, position TEXT NOT NULL,
        ${this.fields.map((field) => `${column(field)} ANY, `).join('')}${WORDS_COLUMN} TEXT, body TEXT NOT NULL) STRICT`,
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

  /** What goes into the columns of a document. */
  values(body: JsonObject): readonly SqlValue[] {
    const words = this.wordScope === undefined ? undefined : body[WORDS_FIELD];
    return [...this.fields.map((field) => sqlScalar(indexedValue(body, field))), Array.isArray(words) ? JSON.stringify(words) : null];
  }

  /** Picks the values of some columns out of those of all of them. */
  picker(columns: readonly string[]): (values: readonly SqlValue[]) => readonly SqlValue[] {
    const places = columns.map((name) => this.columns.indexOf(name));
    return (values) => places.map((place) => values[place] ?? null);
  }

  private index(fields: readonly string[]): string {
    return `CREATE INDEX IF NOT EXISTS "${this.name}.by.${fields.join(',')}" ON ${this.documents} (${fields.map(column).join(', ')})`;
  }
}

/** The column of a field. */
export const column = (field: string): string => `"$.${field}"`;

/** A value as SQLite compares it. */
export const sqlScalar = (value: Scalar | null): SqlValue => (typeof value === 'boolean' ? Number(value) : value);
