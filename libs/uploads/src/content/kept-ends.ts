/** The beginning and the end of bytes that pass: all that is kept of a file while it is recognised. */
export class KeptEnds {
  readonly #head: Buffer;
  /** The last bytes, in a ring. */
  readonly #ring: Buffer;
  #size = 0;

  /** @param kept how many bytes of each end are kept. */
  constructor(private readonly kept: number) {
    this.#head = Buffer.allocUnsafe(kept);
    this.#ring = Buffer.allocUnsafe(kept);
  }

  see(piece: Uint8Array): void {
    if (this.#size < this.kept) this.#head.set(piece.subarray(0, this.kept - this.#size), this.#size);
    const last = piece.subarray(-this.kept);
    const at = (this.#size + piece.length - last.length) % this.kept;
    const untilTheEnd = last.subarray(0, this.kept - at);
    this.#ring.set(untilTheEnd, at);
    this.#ring.set(last.subarray(untilTheEnd.length), 0);
    this.#size += piece.length;
  }

  /** How many bytes have passed. */
  get size(): number {
    return this.#size;
  }

  get head(): Buffer {
    return this.#head.subarray(0, this.#size);
  }

  get tail(): Buffer {
    if (this.#size <= this.kept) return this.head;
    const at = this.#size % this.kept;
    return Buffer.concat([this.#ring.subarray(at), this.#ring.subarray(0, at)]);
  }
}
