import { hkdfSync, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isErrno, writeOnce } from './durable-file.js';
import type { Settings } from './settings.js';

const BYTES = 32;

/** The one secret of an installation; every other key is derived from it, so that nothing else has to be kept. */
export class MasterKey {
  readonly #bytes: Buffer;

  /** @throws Error unless there are 32 bytes. */
  constructor(bytes: Buffer) {
    if (bytes.length !== BYTES) throw new Error(`The master key has ${bytes.length} bytes; it must have ${BYTES}.`);
    this.#bytes = Buffer.from(bytes);
  }

  /**
   * A key of its own for each purpose (HKDF-SHA256, RFC 5869). Changing how purposes become keys, or a purpose's
   * name, makes everything sealed before unreadable and every token signed before invalid.
   */
  derive(purpose: string, bytes: number): Buffer {
    return Buffer.from(hkdfSync('sha256', this.#bytes, Buffer.alloc(0), `casetrail/v1/${purpose}`, bytes));
  }
}

/**
 * The master key of the settings, else of `master.key` in the data directory, which is made when it is not there.
 * @throws Error when the file is damaged.
 */
export function loadMasterKey(settings: Pick<Settings, 'masterKey' | 'dataDir'>): MasterKey {
  if (settings.masterKey) return new MasterKey(settings.masterKey);
  const file = join(settings.dataDir, 'master.key');
  const bytes = readKeyFile(file) ?? makeKeyFile(file);
  if (bytes.length !== BYTES) throw new Error(`${file} is damaged: put back the file that was there, or set CASETRAIL_MASTER_KEY.`);
  return new MasterKey(bytes);
}

function readKeyFile(file: string): Buffer | undefined {
  try {
    return Buffer.from(readFileSync(file, 'utf8'), 'base64');
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/** When another process was faster, its key is the one. */
function makeKeyFile(file: string): Buffer {
  writeOnce(file, `${randomBytes(BYTES).toString('base64')}\n`);
  return Buffer.from(readFileSync(file, 'utf8'), 'base64');
}
