import type { EventStore } from '#event-sourcing';
import { silentLogger } from '#event-sourcing';
import { InMemoryProjectionStore } from '#event-sourcing/testing';
import type { ReadStore } from '#read-store';
import type { Background, BackgroundPart } from '../background-part.js';
import { alone } from '../one-at-a-time.js';

/**
 * A process manager, from the log's beginning until it has seen all of it, or has died: it remembers nothing of an earlier run.
 *
 * @param isDead asked when something went wrong; what is not dead tries again.
 */
export async function runProcessManager(part: BackgroundPart, eventStore: EventStore, isDead: () => boolean = () => false): Promise<void> {
  const stop = new AbortController();
  const registers = new InMemoryProjectionStore();
  const moveRegister: InMemoryProjectionStore['moveRegister'] = (...args) => {
    stop.abort();
    return registers.moveRegister(...args);
  };
  const error = (): void => {
    if (isDead()) stop.abort();
  };
  const background = {
    platform: { logger: { ...silentLogger, error } },
    stores: { eventStore, readStore: Object.assign(Object.create(registers) as ReadStore, { moveRegister }) },
    oneAtATime: alone(stop.signal),
    signal: stop.signal,
  };
  await part(background as unknown as Background);
}
