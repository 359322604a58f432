import type { BlobStore } from '#blob-store';
import { type EventStore, silentLogger } from '#event-sourcing';
import { InMemoryProjectionStore } from '#event-sourcing/testing';
import type { ReadStore } from '#read-store';
import type { Background, BackgroundPart } from '../background-part.js';
import { alone } from '../one-at-a-time.js';

interface RunOptions {
  /** Where documents' bytes are, for those who have to do with them. */
  readonly blobStore?: BlobStore;
  /** Asked when something went wrong: what is not dead tries again, as by default. */
  readonly isDead?: () => boolean;
}

/** A process manager, from the log's beginning until it has seen all of it, or has died: it remembers nothing of an earlier run. */
export async function runProcessManager(part: BackgroundPart, eventStore: EventStore, { blobStore, isDead }: RunOptions = {}): Promise<void> {
  const stop = new AbortController();
  const registers = new InMemoryProjectionStore();
  const moveRegister: InMemoryProjectionStore['moveRegister'] = (...args) => {
    stop.abort();
    return registers.moveRegister(...args);
  };
  const error = (): void => {
    if (isDead?.() === true) stop.abort();
  };
  const background = {
    platform: { logger: { ...silentLogger, error } },
    stores: { eventStore, readStore: Object.assign(Object.create(registers) as ReadStore, { moveRegister }), blobStore },
    oneAtATime: alone(stop.signal),
    signal: stop.signal,
  };
  await part(background as unknown as Background);
}
