import { DatabaseSync } from 'node:sqlite';
import type { NewEvent } from '#event-sourcing';

/** One append: where it goes, and what. */
export interface BenchAppend {
  readonly stream: string;
  readonly revision: number;
  readonly event: NewEvent;
}

/** What anybody would write first: a table of events, and a loop that inserts into it, flushed at each commit. */
export function plainInserts(path: string): { insert(appends: readonly BenchAppend[]): void; close(): void } {
  const database = new DatabaseSync(path);
  database.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    CREATE TABLE events (
      position INTEGER PRIMARY KEY,
      stream TEXT NOT NULL,
      revision INTEGER NOT NULL,
      id TEXT NOT NULL,
      type TEXT NOT NULL,
      data TEXT NOT NULL,
      metadata TEXT NOT NULL,
      UNIQUE (stream, revision)
    )`);
  const begin = database.prepare('BEGIN IMMEDIATE');
  const insert = database.prepare('INSERT INTO events (stream, revision, id, type, data, metadata) VALUES (?, ?, ?, ?, ?, ?)');
  const commit = database.prepare('COMMIT');
  return {
    insert: (appends) => {
      begin.run();
      for (const { stream, revision, event } of appends) {
        insert.run(stream, revision, event.id, event.type, JSON.stringify(event.data), JSON.stringify(event.metadata));
      }
      commit.run();
    },
    close: () => {
      database.close();
    },
  };
}
