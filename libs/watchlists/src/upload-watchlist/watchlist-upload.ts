import { DomainError, type FieldError } from '#event-sourcing';
import { parseInput } from '#http';
import { z } from 'zod';
import { inTurns, type Stepwise } from '../in-turns.js';
import { MAX_ENTRIES, watchlistEntry, type WatchlistEntry } from '../watchlist.entry.js';
import { csvRows } from './csv-rows.js';

const uploadedEntry = watchlistEntry.extend({ id: watchlistEntry.shape.id.optional() });
type UploadedEntry = z.output<typeof uploadedEntry>;

/** The body of `PUT /api/watchlists/{slug}/`: JSON, or a text of CSV. */
export const watchlistUpload = z.union([z.strictObject({ entries: z.array(uploadedEntry).max(MAX_ENTRIES) }), z.string()]).meta({
  id: 'WatchlistUpload',
  example: { entries: [{ id: 'B-17', name: 'Vladimir Petrov', aliases: ['Walter Peters'], birth_dates: ['1965-03-17'], note: 'Fraud, 2024.' }] },
});

/** The body of `PUT /api/watchlists/{slug}/`, checked. */
export type WatchlistUpload = z.output<typeof watchlistUpload>;

const notTooMany = z.object({ entries: z.array(z.unknown()).max(MAX_ENTRIES) });

/** How many things that are wrong are named: whoever has more has another problem. */
const NAMED_PROBLEMS = 100;

/** What checking a row takes: as many letters looked at. */
const CHECK = 4_000;

/**
 * The entries of an upload. One without an id of its own has its number. Of a long upload, while others have their turn.
 * @throws DomainError `invalid`, naming the entry and the field.
 */
export async function entriesOf(upload: WatchlistUpload): Promise<readonly WatchlistEntry[]> {
  const uploaded = typeof upload === 'string' ? await inTurns(entriesOfRows(await csvRows(upload, MAX_ENTRIES))) : upload.entries;
  const entries = uploaded.map((entry, index) => ({ ...entry, id: entry.id ?? String(index + 1) }));
  refuse(duplicates(entries));
  return entries;
}

function* entriesOfRows(rows: readonly object[]): Stepwise<readonly UploadedEntry[]> {
  parseInput(notTooMany, { entries: rows });
  const entries: UploadedEntry[] = [];
  const problems: FieldError[] = [];
  for (const [index, row] of rows.entries()) {
    try {
      entries.push(parseInput(uploadedEntry, row));
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      problems.push(...error.fields.map((field) => ({ ...field, path: ['entries', index, ...field.path] })));
      if (problems.length >= NAMED_PROBLEMS) break;
    }
    yield CHECK;
  }
  refuse(problems);
  return entries;
}

function refuse(problems: readonly FieldError[]): void {
  if (problems.length > 0) throw new DomainError('invalid', 'invalid', 'The request is not valid.', problems.slice(0, NAMED_PROBLEMS));
}

function duplicates(entries: readonly WatchlistEntry[]): readonly FieldError[] {
  const seen = new Set<string>();
  return entries.flatMap(({ id }, index) => {
    if (!seen.has(id)) {
      seen.add(id);
      return [];
    }
    return [{ path: ['entries', index, 'id'], code: 'unique', message: `Another entry has the id ${id}.` }];
  });
}
