import { DomainError, type FieldError, invalidCommand, invalidField } from '#event-sourcing';
import { parseInput } from '#http';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { MAX_ENTRIES, watchlistEntry, type WatchlistEntry } from '../watchlist.entry.js';

const uploadedEntry = watchlistEntry.extend({ id: watchlistEntry.shape.id.optional() });

const uploadedEntries = z.strictObject({ entries: z.array(uploadedEntry).max(MAX_ENTRIES) });

/** The body of `PUT /api/watchlists/{slug}/`: JSON, or a text of CSV. */
export const watchlistUpload = z.union([uploadedEntries, z.string()]).meta({
  id: 'WatchlistUpload',
  example: { entries: [{ id: 'B-17', name: 'Vladimir Petrov', aliases: ['Walter Peters'], birth_dates: ['1965-03-17'], note: 'Fraud, 2024.' }] },
});

/** The body of `PUT /api/watchlists/{slug}/`, checked. */
export type WatchlistUpload = z.output<typeof watchlistUpload>;

const COLUMNS = ['id', 'name', 'aliases', 'birth_dates', 'note'];

/**
 * The entries of an upload. One without an id of its own has its number.
 * @throws DomainError `invalid`, naming the entry and the field.
 */
export function entriesOf(upload: WatchlistUpload): readonly WatchlistEntry[] {
  const { entries: uploaded } = typeof upload === 'string' ? parseInput(uploadedEntries, { entries: rowsOf(upload) }) : upload;
  const entries = uploaded.map((entry, index) => ({ ...entry, id: entry.id ?? String(index + 1) }));
  const problems = duplicates(entries);
  if (problems.length > 0) throw new DomainError('invalid', 'invalid', 'The request is not valid.', problems);
  return entries;
}

/** The rows of a CSV (RFC 4180) with a header, as entries of JSON: lists in a field are parted by semicolons, empty fields left out. */
function rowsOf(text: string): readonly object[] {
  const rows = parsedCsv(text);
  const [header = []] = rows;
  const unknown = header.filter((column) => !COLUMNS.includes(column));
  if (unknown.length > 0) throw invalidField(unknown.map(String), 'unknown_field', `The header names columns that are not known. Known are ${COLUMNS.join(', ')}.`);
  if (!header.includes('name')) throw invalidField('name', 'required', 'The header has no column "name".');
  return rows.slice(1).map((row) => Object.fromEntries(header.flatMap((column, index) => field(column, row[index] ?? ''))));
}

const field = (column: string, text: string): [string, string | string[]][] => {
  const value = text.trim();
  if (value === '') return [];
  if (column !== 'aliases' && column !== 'birth_dates') return [[column, value]];
  return [[column, value.split(';').map((part) => part.trim()).filter((part) => part !== '')]];
};

function parsedCsv(text: string): string[][] {
  try {
    return parse(text, { bom: true, skip_empty_lines: true, trim: true, to: MAX_ENTRIES + 2 });
  } catch (error) {
    throw invalidCommand('invalid_csv', `The text is not CSV: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function duplicates(entries: readonly WatchlistEntry[]): FieldError[] {
  const seen = new Set<string>();
  return entries.flatMap(({ id }, index) => {
    if (!seen.has(id)) {
      seen.add(id);
      return [];
    }
    return [{ path: ['entries', index, 'id'], code: 'unique', message: `Another entry has the id ${id}.` }];
  });
}
