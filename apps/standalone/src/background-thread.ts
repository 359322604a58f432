import { MessageChannel, Worker } from 'node:worker_threads';
import type { Companion } from '#assembly';
import type { EventStore } from '#event-sourcing';
import { serveEventStore } from '#event-store';
import type { Platform } from '#platform';

/**
 * Starts the thread in which everything happens that follows from an event, and resolves once it works. An embedded event
 * log has one owner, this thread: the other one sends its appends here.
 *
 * A thread that dies by itself takes the process with it: whatever started the process starts it again, and everything
 * goes on from its checkpoints. A service that accepts cases and delivers none would be worse.
 *
 * @throws Error of the thread when it cannot start.
 */
export async function startBackground({ logger }: Platform, eventStore: EventStore): Promise<Companion> {
  const { port1: ours, port2: theirs } = new MessageChannel();
  const worker = new Worker(new URL('./background.js', import.meta.url), { workerData: { events: theirs }, transferList: [theirs] });
  serveEventStore(eventStore, ours);
  let running = true;
  let stopping = false;

  const ended = new Promise<void>((resolve) => {
    worker.once('exit', () => {
      running = false;
      resolve();
    });
  });
  await new Promise<void>((resolve, reject) => {
    worker.once('message', () => {
      resolve();
    });
    worker.once('error', reject);
  });
  worker.on('error', (error) => {
    logger.error({ err: error }, 'The background thread failed.');
  });
  void ended.then(() => {
    if (stopping) return;
    logger.error({}, 'The background thread has ended: ending the process, so that it is started anew.');
    process.exit(1);
  });

  return {
    name: 'background',
    check() {
      if (!running) throw new Error('The background thread has ended.');
    },
    async run() {
      stopping = true;
      worker.postMessage('stop');
      await ended;
    },
  };
}
