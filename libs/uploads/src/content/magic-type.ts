import { fileTypeFromBuffer } from 'file-type';
import type { FileType } from './content-type.js';

const KNOWN: Readonly<Record<string, FileType>> = { pdf: 'pdf', png: 'png', apng: 'png', jpg: 'jpg', webp: 'webp', tif: 'tiff' };

/**
 * The type of a file that is no archive and no text, by the bytes with which it begins.
 * @param head its beginning; never that of an archive, which would be unpacked to be looked into.
 */
export async function magicType(head: Buffer, size: number): Promise<FileType | undefined> {
  const found = await fileTypeFromBuffer(head);
  if (found !== undefined) return KNOWN[found.ext];
  return isTiffWithLaterDirectory(head, size) ? 'tiff' : undefined;
}

/** A TIFF (TIFF 6.0, section 2) whose directory lies behind the head, where nobody looks for what else it may be. */
function isTiffWithLaterDirectory(head: Buffer, size: number): boolean {
  if (head.length < 8) return false;
  const order = head.toString('latin1', 0, 2);
  const [version, directory] = order === 'II' ? [head.readUInt16LE(2), head.readUInt32LE(4)] : [head.readUInt16BE(2), head.readUInt32BE(4)];
  return (order === 'II' || order === 'MM') && version === 42 && directory >= head.length && directory + 2 <= size;
}
