import type { DatabaseSync, StatementSync } from 'node:sqlite';

const KEPT = 500;

/** Prepared statements of one connection, each prepared once. */
export class Statements {
  private readonly prepared = new Map<string, StatementSync>();

  constructor(private readonly database: DatabaseSync) {}

  get(sql: string): StatementSync {
    let statement = this.prepared.get(sql);
    if (statement === undefined) {
      if (this.prepared.size >= KEPT) this.prepared.clear();
      statement = this.database.prepare(sql);
      this.prepared.set(sql, statement);
    }
    return statement;
  }
}
