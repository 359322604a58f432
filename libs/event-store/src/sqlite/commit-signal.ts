/** Tells subscriptions of one thread that the log has grown, or that nobody will tell them any more. */
export class CommitSignal {
  private end: { readonly error?: Error } | undefined;
  private readonly sleepers = new Set<() => void>();

  /** True after `close`. @throws the error given to `fail`. */
  get closed(): boolean {
    if (this.end?.error) throw this.end.error;
    return this.end !== undefined;
  }

  announce(): void {
    for (const wake of [...this.sleepers]) wake();
  }

  /** Ends subscriptions in peace. */
  close(): void {
    this.end ??= {};
    this.announce();
  }

  /** Ends subscriptions with an error. */
  fail(error: Error): void {
    this.end ??= { error };
    this.announce();
  }

  /**
   * Resolves at the next commit, when nothing more will be announced, or when `abort` is aborted. Whoever has looked at the
   * log and calls this without awaiting anything in between misses no commit: none is announced before the next turn.
   */
  next(abort: AbortSignal | undefined): Promise<void> {
    if (this.end || abort?.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = (): void => {
        this.sleepers.delete(wake);
        abort?.removeEventListener('abort', wake);
        resolve();
      };
      this.sleepers.add(wake);
      abort?.addEventListener('abort', wake);
    });
  }
}
