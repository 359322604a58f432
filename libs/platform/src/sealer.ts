import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { MasterKey } from './master-key.js';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const FORMAT = 'v1.';

/** Something sealed that does not open: another key, another place, or a changed text. */
export class UnsealError extends Error {
  override readonly name = 'UnsealError';
  constructor() {
    super('A sealed secret cannot be opened: it was sealed with another master key, for something else, or was changed.');
  }
}

/** Keeps secrets that have to be read again, such as the keys that webhooks are signed with. AES-256-GCM. */
export class Sealer {
  readonly #key: Buffer;

  constructor(master: MasterKey) {
    this.#key = master.derive('sealing', 32);
  }

  /**
   * @param place where it belongs (organization and purpose); it opens only there.
   * @returns `v1.` and base64url of nonce, cipher text and tag; changing this changes stored data.
   */
  seal(secret: string, place: readonly string[]): string {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce).setAAD(placeBytes(place));
    return FORMAT + Buffer.concat([nonce, cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64url');
  }

  /** @throws UnsealError */
  open(sealed: string, place: readonly string[]): string {
    const bytes = Buffer.from(sealed.startsWith(FORMAT) ? sealed.slice(FORMAT.length) : '', 'base64url');
    if (bytes.length < NONCE_BYTES + TAG_BYTES) throw new UnsealError();
    try {
      const decipher = createDecipheriv('aes-256-gcm', this.#key, bytes.subarray(0, NONCE_BYTES))
        .setAAD(placeBytes(place))
        .setAuthTag(bytes.subarray(-TAG_BYTES));
      return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]).toString('utf8');
    } catch {
      throw new UnsealError();
    }
  }
}

/** Unambiguous for any parts; changing this changes stored data. */
const placeBytes = (place: readonly string[]): Buffer => Buffer.from(JSON.stringify(place));
