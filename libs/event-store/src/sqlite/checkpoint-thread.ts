import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';

// Runs as it is under Node as well as built, so it imports nothing of ours.
const database = new DatabaseSync(workerData as string, { timeout: 1_000 });
database.exec('PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0');
const checkpoint = database.prepare('PRAGMA wal_checkpoint(PASSIVE)');

parentPort?.on('message', (message: 'checkpoint' | 'close') => {
  if (message === 'checkpoint') {
    checkpoint.get();
  } else {
    database.close();
    parentPort?.close();
  }
});
