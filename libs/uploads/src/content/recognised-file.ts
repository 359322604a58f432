import { invalidField } from '#event-sourcing';
import { CONTENT_TYPES, type FileType } from './content-type.js';
import { KeptEnds } from './kept-ends.js';
import { magicType } from './magic-type.js';
import { isZip, officeType } from './office-type.js';
import { TextCheck } from './text-check.js';
import { textType } from './text-type.js';

/** How much of each end of a file is kept to recognise it: more than the directory of any real office document, and little to keep. */
const KEPT = 256 * 1024;

/** How gzip begins: refused without a closer look, which would unpack it. */
const GZIP = Buffer.from([0x1f, 0x8b]);

/**
 * A file on its way to where it is kept, recognised by its content as it passes; what it is called plays no part. Of no file is
 * more than its two ends held in memory, and none is unpacked.
 */
export class RecognisedFile {
  readonly #ends = new KeptEnds(KEPT);
  readonly #text = new TextCheck();
  #type: FileType | undefined;

  constructor(private readonly source: AsyncIterable<Uint8Array>) {}

  /**
   * The bytes, to be gone through once. Whoever keeps them has kept nothing that may not be kept, because what is not taken fails
   * before their end.
   * @throws DomainError `invalid` for an empty file, and for a type that is not taken.
   */
  async *bytes(): AsyncGenerator<Uint8Array> {
    for await (const piece of this.source) {
      this.#ends.see(piece);
      this.#text.see(piece);
      yield piece;
    }
    this.#type = await this.recognise();
    if (this.#ends.size === 0) throw invalidField('file', 'empty', 'The submitted file is empty.');
    if (this.#type === undefined) throw unknownType();
  }

  /** What it is, as it is served; known when all bytes have passed. */
  get contentType(): string {
    if (this.#type === undefined) throw new Error('A file was asked for its type before all of it had passed.');
    return CONTENT_TYPES[this.#type];
  }

  private async recognise(): Promise<FileType | undefined> {
    const { head, tail, size } = this.#ends;
    if (isZip(head)) return officeType(head, tail, size);
    if (head.subarray(0, 2).equals(GZIP)) return undefined;
    const binary = await magicType(head, size);
    return binary ?? (this.#text.end() ? textType(head, tail) : undefined);
  }
}

const unknownType = (): Error =>
  invalidField('file', 'unknown_type', `This is no file of a type that is taken. Taken are: ${Object.keys(CONTENT_TYPES).join(', ')}.`);
