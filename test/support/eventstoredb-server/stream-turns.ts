/**
 * Who may write to a stream when. Appends do not mind each other: the store decides between them. A deletion is more than
 * one write, and none may come between.
 */
export class StreamTurns {
  private readonly exclusive = new Map<string, Promise<unknown>>();
  private readonly shared = new Map<string, Promise<unknown>>();

  /** Runs beside others of the stream, but not beside one that is alone. */
  async share<T>(stream: string, write: () => Promise<T>): Promise<T> {
    for (let other = this.exclusive.get(stream); other !== undefined; other = this.exclusive.get(stream)) await other;
    return this.noted(this.shared, stream, write());
  }

  /** Runs when all before it are done; all that come later wait. */
  async alone<T>(stream: string, write: () => Promise<T>): Promise<T> {
    const [exclusive, shared] = [this.exclusive.get(stream), this.shared.get(stream)];
    const turn = (async () => {
      await exclusive;
      await shared;
      return write();
    })();
    return this.noted(this.exclusive, stream, turn);
  }

  /** Appends to a stream are answered in their order, so the last one stands for all. */
  private async noted<T>(turns: Map<string, Promise<unknown>>, stream: string, turn: Promise<T>): Promise<T> {
    const settled = turn.catch(() => undefined);
    turns.set(stream, settled);
    try {
      return await turn;
    } finally {
      if (turns.get(stream) === settled) turns.delete(stream);
    }
  }
}
