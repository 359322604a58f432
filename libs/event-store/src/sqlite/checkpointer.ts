import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';

/** Pages of the write-ahead log after which it is written back: some megabytes, so that the file soon has its lasting size. */
const PAGES_PER_CHECKPOINT = 1_500;

/** What a commit adds to the log, roughly: a few pages of indexes and the end of the table, and the events themselves. */
const pagesOf = (events: number): number => 3 + events / 2;

/**
 * Has the write-ahead log written back to the database by a thread of its own. That takes tens of milliseconds, which a
 * commit would otherwise take now and then; SQLite lets commits go on meanwhile. What came in during the thread's last pass
 * is little, and is written back here, between two commits. Only so is the log empty for a moment, and the next commit
 * begins it anew: a log that grows is flushed more slowly than one that is written over.
 *
 * Should the thread fail, nothing is lost: commits then write the log back themselves, less often (see database.ts).
 */
export class Checkpointer {
  private readonly finish: StatementSync;
  private thread: Worker | undefined;
  private state: 'idle' | 'busy' | 'over' = 'idle';
  private pages = 0;

  constructor(
    database: DatabaseSync,
    private readonly path: string,
  ) {
    this.finish = database.prepare('PRAGMA wal_checkpoint(PASSIVE)');
  }

  /** Notes one commit with this many events. */
  committed(events: number): void {
    this.pages += pagesOf(events);
    if (this.pages < PAGES_PER_CHECKPOINT || this.state !== 'idle') return;
    this.pages = 0;
    this.state = 'busy';
    this.thread ??= this.start();
    this.thread.postMessage('checkpoint');
  }

  /** Resolves when the thread has ended, and with it its connection. */
  async close(): Promise<void> {
    this.state = 'over';
    const thread = this.thread;
    if (!thread) return;
    const exit = new Promise((resolve) => thread.once('exit', resolve));
    thread.ref();
    thread.postMessage('close');
    await exit;
  }

  private start(): Worker {
    // Node runs the source as well as what is built from it.
    const file = import.meta.url.endsWith('.ts') ? './checkpoint-thread.ts' : './checkpoint-thread.js';
    const thread = new Worker(new URL(file, import.meta.url), { workerData: this.path });
    thread.unref();
    thread.on('message', () => {
      if (this.state !== 'busy') return;
      this.state = 'idle';
      this.finishPass();
    });
    thread.on('error', () => {
      this.state = 'over';
    });
    thread.on('exit', () => {
      this.thread = undefined;
    });
    return thread;
  }

  private finishPass(): void {
    try {
      this.finish.get();
    } catch {
      // A full or failing disk. The log still holds everything, and the next commit tells those whom it concerns.
    }
  }
}
