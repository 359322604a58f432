import { setTimeout as delay } from 'node:timers/promises';

export interface Patience {
  /** Milliseconds until it gives up; default 30,000: six processes on a busy machine take their time. */
  readonly withinMs?: number;
  /** Milliseconds between two looks; default 20. */
  readonly everyMs?: number;
}

/**
 * Looks again and again until what it sees is right, for whatever becomes true by itself within moments.
 *
 * @param look throws (as `expect` does) while it is not.
 * @returns what `look` returned.
 * @throws what `look` threw last, once time is up.
 */
export async function eventually<Seen>(look: () => Promise<Seen> | Seen, { withinMs = 30_000, everyMs = 20 }: Patience = {}): Promise<Seen> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    try {
      return await look();
    } catch (error) {
      if (performance.now() >= deadline) throw error;
    }
    await delay(everyMs);
  }
}
