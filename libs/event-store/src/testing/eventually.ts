import { setImmediate as nextTurn } from 'node:timers/promises';
import { StoreUnavailableError, UnknownOutcomeError } from '#event-sourcing';

/** What a call gives as soon as the store answers it. */
export async function eventually<T>(call: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof StoreUnavailableError || error instanceof UnknownOutcomeError)) throw error;
      await nextTurn();
    }
  }
}
