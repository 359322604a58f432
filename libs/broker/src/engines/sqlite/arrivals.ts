/** Wakes those who wait for messages in a topic. */
export class Arrivals {
  private readonly waiting = new Map<string, Set<() => void>>();

  /** To be called once new messages can be read. */
  announce(topic: string): void {
    for (const wake of this.waiting.get(topic) ?? []) wake();
  }

  /** Resolves with the next arrival, after `atMostMs` (another process may have written), or with the signal. */
  async wait(topic: string, atMostMs: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    const waiters = this.waiting.get(topic) ?? new Set();
    this.waiting.set(topic, waiters);
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const wake = (): void => {
      resolve(undefined);
    };
    const timer = setTimeout(wake, atMostMs);
    signal.addEventListener('abort', wake);
    waiters.add(wake);
    await promise;
    clearTimeout(timer);
    signal.removeEventListener('abort', wake);
    waiters.delete(wake);
  }
}
