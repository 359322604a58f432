import type { DatabaseSync } from 'node:sqlite';

/**
 * Runs several statements as one: `DEFERRED` for reading from one snapshot, `IMMEDIATE` for writing, which waits for its
 * turn before it reads anything.
 */
export function transaction<T>(database: DatabaseSync, mode: 'DEFERRED' | 'IMMEDIATE', run: () => T): T {
  database.exec(`BEGIN ${mode}`);
  try {
    const result = run();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}
