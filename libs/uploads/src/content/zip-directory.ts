/** An entry of a ZIP archive, as the archive's directory has it. */
export interface ZipEntry {
  readonly name: string;
  /** Bytes, as they lie in the archive. */
  readonly packed: number;
  /** Bytes, as the directory says that they would be unpacked. */
  readonly unpacked: number;
}

const END_OF_DIRECTORY = 0x06054b50;
const END_SIZE = 22;
const ENTRY = 0x02014b50;
const ENTRY_SIZE = 46;
const ENCRYPTED = 0x1;
const MAX_ENTRIES = 10_000;
/** Stands for a number that is in a ZIP64 record, which nothing of ten megabytes needs. */
const IN_ZIP64 = 0xffffffff;

/**
 * The directory at the end of a ZIP archive. Nothing is unpacked, and nothing but this directory is believed: it has to lie right
 * before the end of the file, in one piece, and to agree with its own numbers.
 *
 * @param tail the end of the file.
 * @param size of the whole file.
 * @returns undefined for what is no archive, or one that no office writes: damaged, in volumes, ZIP64, encrypted, with
 *   a directory that is not all in the tail, or with names that lead out of it.
 */
export function zipDirectory(tail: Buffer, size: number): readonly ZipEntry[] | undefined {
  const end = endOfDirectory(tail);
  if (end === undefined) return undefined;
  const [disk, directoryDisk, onDisk, count] = [4, 6, 8, 10].map((offset) => tail.readUInt16LE(end + offset)) as [number, number, number, number];
  const [length, offset] = [tail.readUInt32LE(end + 12), tail.readUInt32LE(end + 16)];
  if (disk !== 0 || directoryDisk !== 0 || onDisk !== count || count > MAX_ENTRIES) return undefined;
  const start = end - length;
  if (start < 0 || size - tail.length + start !== offset) return undefined;
  return entries(tail.subarray(start, end), count);
}

/** The last record of the file, whose comment, if it has one, is the very end of it. */
function endOfDirectory(tail: Buffer): number | undefined {
  for (let at = tail.length - END_SIZE; at >= Math.max(0, tail.length - END_SIZE - 0xffff); at--) {
    if (tail.readUInt32LE(at) === END_OF_DIRECTORY && at + END_SIZE + tail.readUInt16LE(at + 20) === tail.length) return at;
  }
  return undefined;
}

function entries(directory: Buffer, count: number): readonly ZipEntry[] | undefined {
  const found: ZipEntry[] = [];
  let at = 0;
  for (let index = 0; index < count; index++) {
    if (at + ENTRY_SIZE > directory.length || directory.readUInt32LE(at) !== ENTRY) return undefined;
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((offset) => directory.readUInt16LE(at + offset)) as [number, number, number];
    const [packed, unpacked] = [directory.readUInt32LE(at + 20), directory.readUInt32LE(at + 24)];
    const name = directory.toString('utf8', at + ENTRY_SIZE, at + ENTRY_SIZE + nameLength);
    const isEncrypted = (directory.readUInt16LE(at + 8) & ENCRYPTED) !== 0;
    if (isEncrypted || packed === IN_ZIP64 || unpacked === IN_ZIP64 || leadsOut(name)) return undefined;
    found.push({ name, packed, unpacked });
    at += ENTRY_SIZE + nameLength + extraLength + commentLength;
  }
  return at === directory.length ? found : undefined;
}

/** Whether a name, taken as a path, would not be inside of where it is unpacked. */
const leadsOut = (name: string): boolean => name.includes('\0') || /^[/\\]|^[A-Za-z]:|(?:^|[/\\])\.\.(?:[/\\]|$)/.test(name);
