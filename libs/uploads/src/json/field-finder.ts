const [QUOTE, BACKSLASH, COMMA, COLON] = [0x22, 0x5c, 0x2c, 0x3a] as const;
const [OPEN_OBJECT, CLOSE_OBJECT, OPEN_LIST, CLOSE_LIST] = [0x7b, 0x7d, 0x5b, 0x5d] as const;

/**
 * Goes through a JSON text, piece by piece, up to the text that is the value of one field of its outermost object. It reads no more
 * than it needs for that: whether all of it is JSON, a parser says of what is left without that value.
 */
export class FieldFinder {
  #depth = 0;
  #outermostIsObject = false;
  #expectsName = false;
  /** Within a text: the bytes of a field's name so far, or nothing of any other text. */
  #text: number[] | 'other' | undefined;
  #escaped = false;
  #name: string | undefined;

  constructor(private readonly field: string) {}

  /** The number of bytes up to and with the quote that opens the value; undefined when it does not begin in this piece. */
  find(piece: Uint8Array): number | undefined {
    for (let index = 0; index < piece.length; index++) {
      const byte = piece[index] ?? 0;
      if (this.#text !== undefined) this.insideText(byte, this.#text);
      else if (byte === QUOTE && this.isAtField) {
        this.#name = undefined;
        return index + 1;
      } else this.outsideText(byte);
    }
    return undefined;
  }

  private get isAtField(): boolean {
    return this.isOutermost && !this.#expectsName && this.#name === this.field;
  }

  private get isOutermost(): boolean {
    return this.#depth === 1 && this.#outermostIsObject;
  }

  private insideText(byte: number, text: number[] | 'other'): void {
    if (!this.#escaped && byte === QUOTE) {
      if (text !== 'other') this.#name = nameOf(text);
      this.#text = undefined;
      return;
    }
    this.#escaped = !this.#escaped && byte === BACKSLASH;
    if (text !== 'other') text.push(byte);
  }

  private outsideText(byte: number): void {
    switch (byte) {
      case QUOTE:
        this.#text = this.isOutermost && this.#expectsName ? [] : 'other';
        break;
      case OPEN_OBJECT:
      case OPEN_LIST:
        this.#depth++;
        if (this.#depth === 1) this.#outermostIsObject = this.#expectsName = byte === OPEN_OBJECT;
        break;
      case CLOSE_OBJECT:
      case CLOSE_LIST:
        this.#depth--;
        break;
      case COMMA:
        if (this.isOutermost) this.#expectsName = true;
        break;
      case COLON:
        if (this.isOutermost) this.#expectsName = false;
    }
  }
}

/** A name may be written with escapes, and is the same name. */
function nameOf(bytes: readonly number[]): string | undefined {
  try {
    return JSON.parse(`"${Buffer.from(bytes).toString()}"`) as string;
  } catch {
    return undefined;
  }
}
