import { Worker } from 'node:worker_threads';

/** Commits and events after which the write-ahead log is written back: a few megabytes of it. */
const WORK_PER_CHECKPOINT = 1_000;

/**
 * Has the write-ahead log written back to the database file by a thread of its own. A checkpoint copies thousands of pages
 * and flushes the file: tens of milliseconds that a commit would otherwise take now and then. SQLite lets commits go on
 * meanwhile. Should the thread fail, nothing is lost: commits then do it themselves, less often (see database.ts).
 */
export class Checkpointer {
  private thread: Worker | undefined;
  private failed = false;
  private work = 0;

  constructor(private readonly path: string) {}

  /** Notes one commit with this many events. */
  committed(events: number): void {
    this.work += 1 + events;
    if (this.work < WORK_PER_CHECKPOINT || this.failed) return;
    this.work = 0;
    this.thread ??= this.start();
    this.thread.postMessage('checkpoint');
  }

  /** Resolves when the thread has ended, and with it its connection. */
  async close(): Promise<void> {
    const thread = this.thread;
    if (!thread || this.failed) return;
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
    thread.on('error', () => {
      this.failed = true;
    });
    return thread;
  }
}
