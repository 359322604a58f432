import type { CollectionLayout, SqlValue } from './collection-layout.js';
import { CountsTable } from './counts-table.js';
import type { Statements } from './statements.js';
import { WordsTable } from './words-table.js';

/**
 * The tables of words and counts, and how they are kept in step with the documents, within the one transaction that
 * writes these. Not by triggers: a statement that fires one is written so that it can be taken back by itself, and for
 * that SQLite copies every page that it changes, which made writing a case almost four times as expensive.
 */
export class DerivedTables {
  private readonly words: WordsTable | undefined;
  private readonly counts: CountsTable;

  constructor(statements: Statements, layout: CollectionLayout) {
    this.words = layout.wordScope && new WordsTable(statements, layout, layout.wordScope);
    this.counts = new CountsTable(statements, layout);
  }

  /** The statements that make the tables, filled from the documents there are. */
  made(): readonly string[] {
    return [...(this.words?.made() ?? []), ...this.counts.made()];
  }

  /** Notes that a document has other values than before; undefined stands for no document. */
  changed(key: number, before: readonly SqlValue[] | undefined, after: readonly SqlValue[] | undefined): void {
    this.words?.changed(key, before, after);
    this.counts.changed(before, after);
  }

  /** Writes what is noted and not yet written; to be called before the transaction is committed. */
  flush(): void {
    this.counts.flush();
  }
}
