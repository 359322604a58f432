/** How waiting is done; tests put their own here, so that none of them sleeps. */
export abstract class Timer {
  /** Resolves after this many milliseconds, or as soon as the signal is aborted; never rejects. */
  abstract delay(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** The machine's timer. */
export const systemTimer: Timer = {
  delay: (milliseconds, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) {
        resolve();
        return;
      }
      const done = (): void => {
        clearTimeout(timeout);
        signal?.removeEventListener('abort', done);
        resolve();
      };
      const timeout = setTimeout(done, milliseconds);
      signal?.addEventListener('abort', done, { once: true });
    }),
};
