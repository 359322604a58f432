import type { FileType } from './content-type.js';
import { type ZipEntry, zipDirectory } from './zip-directory.js';

/** How an archive begins that has entries. */
const LOCAL_ENTRY = 0x04034b50;

/** Unpacked bytes below which nobody is harmed by how much smaller they are packed. */
const HARMLESS = 1024 * 1024;
/** How many times larger than packed an archive may become: real ones stay well below it, a bomb is above it. */
const MAX_GROWTH = 100;

/** Whether a file begins like a ZIP archive: with an entry, or empty, or in volumes. */
export const isZip = (head: Buffer): boolean => /^PK(?:\x03\x04|\x05\x06|\x07\x08)/.test(head.toString('latin1', 0, 4));

/**
 * The office document that an archive is, by the names of its entries; undefined for any other archive, and for one that would grow
 * without measure. Nothing is unpacked for it, so that a bomb harms nobody here; what comes after has the directory's word.
 */
export function officeType(head: Buffer, tail: Buffer, size: number): FileType | undefined {
  if (head.length < 30 || head.readUInt32LE(0) !== LOCAL_ENTRY) return undefined;
  const directory = zipDirectory(tail, size);
  if (directory === undefined || growsWithoutMeasure(directory, size)) return undefined;
  const names = new Set(directory.map(({ name }) => name));
  if (names.size !== directory.length) return undefined;
  return openDocumentType(head, names) ?? officeOpenXmlType(names);
}

/** Packed bytes that add up to more than there are lie over each other: that, too, is how bombs are made. */
function growsWithoutMeasure(directory: readonly ZipEntry[], size: number): boolean {
  const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
  const [packed, unpacked] = [sum(directory.map((entry) => entry.packed)), sum(directory.map((entry) => entry.unpacked))];
  return packed > size || (unpacked > HARMLESS && unpacked > MAX_GROWTH * packed);
}

/** ECMA-376: a description of the parts, and the main one. With a macro in it, it is of another type (docm, xlsm). */
function officeOpenXmlType(names: ReadonlySet<string>): FileType | undefined {
  if (!names.has('[Content_Types].xml') || [...names].some((name) => /(?:^|\/)vbaProject\.bin$/i.test(name))) return undefined;
  const has = (main: RegExp): boolean => [...names].some((name) => main.test(name));
  if (has(/^word\/document\d*\.xml$/)) return 'docx';
  return has(/^xl\/workbook\d*\.xml$/) ? 'xlsx' : undefined;
}

const OPEN_DOCUMENT: Readonly<Record<string, FileType>> = {
  'application/vnd.oasis.opendocument.text': 'odt',
  'application/vnd.oasis.opendocument.spreadsheet': 'ods',
};

/** OpenDocument 1.2, part 3, 3.3: the first entry is named `mimetype`, is not compressed, and says what it is. */
function openDocumentType(head: Buffer, names: ReadonlySet<string>): FileType | undefined {
  const [method, length, nameLength, extraLength] = [head.readUInt16LE(8), head.readUInt32LE(18), head.readUInt16LE(26), head.readUInt16LE(28)];
  const name = head.toString('latin1', 30, 30 + nameLength);
  if (method !== 0 || name !== 'mimetype' || length > 100 || !names.has('content.xml')) return undefined;
  const start = 30 + nameLength + extraLength;
  return OPEN_DOCUMENT[head.toString('latin1', start, start + length)];
}
