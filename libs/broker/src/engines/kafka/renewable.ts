interface Opened<T> {
  readonly client: Promise<T>;
  users: number;
}

/**
 * A client that is opened when it is needed, and replaced after any failure: kafkajs clients are left in states that they
 * do not leave again (a producer whose commit failed stays "committing", a cluster may lose its last known broker).
 */
export class Renewable<T> {
  private current: Opened<T> | undefined;
  private closed = false;

  constructor(
    private readonly open: () => Promise<T>,
    private readonly discard: (client: T) => Promise<void>,
  ) {}

  /** Works with the client; a failure goes to the caller, and the next one gets a new client. */
  async use<R>(work: (client: T) => Promise<R>): Promise<R> {
    if (this.closed) throw new Error('The broker is closed.');
    const opened = (this.current ??= { client: this.open(), users: 0 });
    opened.users++;
    try {
      return await work(await opened.client);
    } catch (error) {
      if (this.current === opened) this.current = undefined;
      throw error;
    } finally {
      opened.users--;
      // Others may still be waiting for answers.
      if (this.current !== opened && opened.users === 0) void this.release(opened);
    }
  }

  /** Gives the client back, once nobody works with it, and opens no other. */
  async close(): Promise<void> {
    this.closed = true;
    const opened = this.current;
    this.current = undefined;
    if (opened?.users === 0) await this.release(opened);
  }

  private async release({ client }: Opened<T>): Promise<void> {
    try {
      await this.discard(await client);
    } catch {
      // It could not be opened, or its broker is gone: nothing is left to be given back.
    }
  }
}
