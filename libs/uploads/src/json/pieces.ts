/** Pieces of a stream, of which the rest of one can be given back to whoever goes on. */
export class Pieces {
  readonly #iterator: AsyncIterator<Buffer>;
  #back: Buffer | undefined;

  constructor(source: AsyncIterable<Buffer>) {
    this.#iterator = source[Symbol.asyncIterator]();
  }

  /** The next piece; undefined at the end. */
  async next(): Promise<Buffer | undefined> {
    const back = this.#back;
    this.#back = undefined;
    if (back !== undefined && back.length > 0) return back;
    const next = await this.#iterator.next();
    return next.done === true ? undefined : next.value;
  }

  /** Wants no more of it, wherever it stands. */
  async end(): Promise<void> {
    await this.#iterator.return?.();
  }

  /** What is left of the piece that `next` gave last. */
  giveBack(rest: Buffer): void {
    this.#back = rest;
  }
}
