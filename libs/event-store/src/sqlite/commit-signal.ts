/** Tells subscriptions of one thread that the log has grown, or that nobody will tell them any more. */
export class CommitSignal {
  private commits = 0;
  private end: { readonly error?: Error } | undefined;
  private readonly sleepers = new Set<() => void>();

  /** How many commits were announced; taken before the log is read, it makes sure that none goes unnoticed. */
  get count(): number {
    return this.commits;
  }

  /** True after `close`. @throws the error given to `fail`. */
  get closed(): boolean {
    if (this.end?.error) throw this.end.error;
    return this.end !== undefined;
  }

  announce(): void {
    this.commits++;
    this.wakeAll();
  }

  /** Ends subscriptions in peace. */
  close(): void {
    this.end ??= {};
    this.wakeAll();
  }

  /** Ends subscriptions with an error. */
  fail(error: Error): void {
    this.end ??= { error };
    this.wakeAll();
  }

  /** Resolves once there were more commits than `seen`, nothing more will be announced, or `abort` was aborted. */
  next(seen: number, abort: AbortSignal | undefined): Promise<void> {
    if (this.commits > seen || this.end || abort?.aborted) return Promise.resolve();
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

  private wakeAll(): void {
    for (const wake of [...this.sleepers]) wake();
  }
}
