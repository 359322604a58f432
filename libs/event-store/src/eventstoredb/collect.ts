import type { StreamingRead } from '@eventstore/db-client';
import { StoreUnavailableError } from '#event-sourcing';

/**
 * Everything that a read gives. The client's own deadline does not hold for reads, and one that was cancelled would never end.
 *
 * @param deadline in milliseconds.
 * @throws StoreUnavailableError when that is over, or the store is closed; otherwise what the client throws.
 */
export async function collect<Event>(read: StreamingRead<Event>, deadline: number, closing: AbortSignal): Promise<Event[]> {
  const giveUp = (message: string): void => {
    read.destroy(new StoreUnavailableError(message));
    read.cancel().catch(() => undefined);
  };
  const close = (): void => {
    giveUp('The event store is closed.');
  };
  const timeout = setTimeout(() => {
    giveUp('The event store did not answer a read in time.');
  }, deadline);
  closing.addEventListener('abort', close);
  // It may fail again when nobody listens any more, which would end the process.
  read.on('error', () => undefined);
  try {
    const events: Event[] = [];
    for await (const event of read) events.push(event);
    return events;
  } finally {
    clearTimeout(timeout);
    closing.removeEventListener('abort', close);
  }
}
