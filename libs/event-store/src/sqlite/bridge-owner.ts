import type { MessagePort } from 'node:worker_threads';
import type { EventStore } from '#event-sourcing';
import { type Ask, sentError, type Word } from './bridge-messages.js';
import { Outbox } from './outbox.js';
import { SqliteEventStore } from './sqlite-event-store.js';

/**
 * Lets another thread write through this store and tells it about every commit, until the port or the store closes. The
 * thread's appends join the same groups as everybody else's. The other end is `connectSqliteEventStore`.
 *
 * @param owner what `openSqliteEventStore` gave.
 */
export function serveEventStore(owner: EventStore, port: MessagePort): void {
  if (!(owner instanceof SqliteEventStore)) throw new TypeError('Only an embedded event store is served to other threads.');
  const outbox = new Outbox<Word>(port);
  const hungUp = new AbortController();
  port.on('close', () => {
    hungUp.abort();
  });
  port.on('message', (asks: readonly Ask[]) => {
    for (const { ask, append } of asks) {
      owner.appends.append(append).then(
        (result) => {
          outbox.put({ ask, result });
        },
        (error: unknown) => {
          outbox.put({ ask, error: sentError(error) });
        },
      );
    }
  });
  void announceCommits(owner, outbox, hungUp.signal).finally(() => {
    port.close();
  });
}

async function announceCommits({ commits }: SqliteEventStore, outbox: Outbox<Word>, hungUp: AbortSignal): Promise<void> {
  // The first word comes without a commit: one may have happened after the other thread has looked and before this.
  while (!commits.closed && !hungUp.aborted) {
    outbox.put({ committed: true });
    await commits.next(hungUp);
  }
}
