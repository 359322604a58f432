import { Readable } from 'node:stream';
import { invalidCommand, invalidField } from '#event-sourcing';
import { parse } from 'csv-parse';
import { nextTurn } from '../in-turns.js';

const COLUMNS = ['id', 'name', 'aliases', 'birth_dates', 'note'];

/** Bytes that are read before others have their turn: a millisecond or two. */
const PIECE = 64 * 1024;

/**
 * The rows of a CSV (RFC 4180) with a header, as entries of JSON: lists in a field are parted by semicolons, empty fields left
 * out. Of a long text, while others have their turn.
 *
 * @param limit how many rows are read; the first one more than that is given, too, and none behind it.
 * @throws DomainError `invalid`
 */
export async function csvRows(text: string, limit: number): Promise<readonly object[]> {
  const rows: object[] = [];
  let header: readonly string[] | undefined;
  for await (const record of recordsOf(text, limit + 2)) {
    if (header === undefined) header = checkedHeader(record);
    else rows.push(rowOf(header, record));
  }
  if (header === undefined) checkedHeader([]);
  return rows;
}

async function* recordsOf(text: string, limit: number): AsyncGenerator<readonly string[]> {
  const parser = parse({ bom: true, skip_empty_lines: true, trim: true, to: limit });
  try {
    yield* Readable.from(piecesOf(text)).pipe(parser) as AsyncIterable<readonly string[]>;
  } catch (error) {
    throw invalidCommand('invalid_csv', `The text is not CSV: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function* piecesOf(text: string): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let from = 0; from < bytes.length; from += PIECE) {
    yield bytes.subarray(from, from + PIECE);
    await nextTurn();
  }
}

function checkedHeader(header: readonly string[]): readonly string[] {
  const unknown = header.filter((column) => !COLUMNS.includes(column));
  if (unknown.length > 0) throw invalidField(unknown, 'unknown_field', `The header names columns that are not known. Known are ${COLUMNS.join(', ')}.`);
  if (!header.includes('name')) throw invalidField('name', 'required', 'The header has no column "name".');
  return header;
}

const rowOf = (header: readonly string[], record: readonly string[]): object =>
  Object.fromEntries(header.flatMap((column, index) => field(column, record[index] ?? '')));

function field(column: string, text: string): [string, string | string[]][] {
  const value = text.trim();
  if (value === '') return [];
  if (column !== 'aliases' && column !== 'birth_dates') return [[column, value]];
  return [[column, value.split(';').map((part) => part.trim()).filter((part) => part !== '')]];
}
