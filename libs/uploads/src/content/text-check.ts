/** Control characters that have no place in a text: all but tab, line feed, form feed and carriage return. */
const CONTROL = /[\0-\x08\x0b\x0e-\x1f\x7f]/;

/** Sees whether bytes that pass are a text: UTF-8, with or without a byte order mark, and without control characters. */
export class TextCheck {
  readonly #decoder = new TextDecoder('utf-8', { fatal: true });
  #isText = true;

  see(piece: Uint8Array): void {
    if (this.#isText) this.#isText = this.holds(() => this.#decoder.decode(piece, { stream: true }));
  }

  /** Whether all of it was a text; to be called once, at the end. */
  end(): boolean {
    return this.#isText && this.holds(() => this.#decoder.decode());
  }

  private holds(decode: () => string): boolean {
    try {
      return !CONTROL.test(decode());
    } catch {
      return false;
    }
  }
}
