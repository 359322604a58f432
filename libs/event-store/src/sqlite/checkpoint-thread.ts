import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';

/** So few pages are left to whoever asked; it has them written in a millisecond or two. */
const FEW_PAGES = 256;
const MOST_PASSES = 5;

// Runs as it is under Node as well as built, so it imports nothing of ours.
const database = new DatabaseSync(workerData as string, { timeout: 1_000 });
database.exec('PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0');
const checkpoint = database.prepare('PRAGMA wal_checkpoint(PASSIVE)');

parentPort?.on('message', (message: 'checkpoint' | 'close') => {
  if (message === 'checkpoint') {
    // Each pass is shorter than the one before, and so is what is written meanwhile.
    let seen = 0;
    for (let pass = 0; pass < MOST_PASSES; pass++) {
      const pages = Number(checkpoint.get()?.log);
      if (pages - seen < FEW_PAGES) break;
      seen = pages;
    }
    parentPort?.postMessage('done');
  } else {
    database.close();
    parentPort?.close();
  }
});
