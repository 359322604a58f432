import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';

const LOOK_AGAIN_MS = 200;
const SQLITE_BUSY = 5;

/** Does the work while no other process does work under the same lock. A lock ends with the process that holds it. */
export async function whileLocked<Result>(file: string, work: () => Promise<Result>): Promise<Result> {
  const lock = new DatabaseSync(file);
  try {
    while (!taken(lock)) await delay(LOOK_AGAIN_MS);
    return await work();
  } finally {
    lock.close();
  }
}

/** An exclusive transaction is a lock of the file that the operating system takes back when the process ends. */
function taken(lock: DatabaseSync): boolean {
  try {
    lock.exec('BEGIN EXCLUSIVE');
    return true;
  } catch (error) {
    if ((error as { errcode?: number }).errcode === SQLITE_BUSY) return false;
    throw error;
  }
}
