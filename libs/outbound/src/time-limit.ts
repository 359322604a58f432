/** A signal that fires when time is up or with an outer signal, whichever is first. Dispose of it when the work is done. */
export class TimeLimit implements Disposable {
  readonly signal: AbortSignal;
  /** True when it was the time that ended it. */
  timedOut = false;

  private readonly controller = new AbortController();
  private readonly timer: NodeJS.Timeout;
  private readonly ended = Promise.withResolvers<never>();

  constructor(milliseconds: number, private readonly outer: AbortSignal | undefined) {
    this.signal = this.controller.signal;
    this.ended.promise.catch(() => undefined);
    this.timer = setTimeout(() => {
      this.timedOut = true;
      this.end();
    }, milliseconds);
    if (outer?.aborted === true) this.end();
    outer?.addEventListener('abort', this.end);
  }

  /** The work's result, or a rejection the moment the signal fires, even where the work is slow to notice it. */
  async hold<T>(work: Promise<T>): Promise<T> {
    return Promise.race([work, this.ended.promise]);
  }

  [Symbol.dispose](): void {
    clearTimeout(this.timer);
    this.outer?.removeEventListener('abort', this.end);
  }

  private readonly end = (): void => {
    this.controller.abort();
    this.ended.reject(new Error('Given up.'));
  };
}
