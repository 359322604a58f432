import type { Stepwise } from './in-turns.js';
import type { WatchlistEntry } from './watchlist.entry.js';

/** How many characters are put into one piece: a write to the disk costs more than making them. */
const PIECE = 64 * 1024;

/** What reading a line takes, beside its characters. */
const LINE = 500;

/** Entries as they are kept: a line of JSON for each, its fields in the order of the schema. Changing this changes stored data. */
export async function* linesOf(entries: readonly WatchlistEntry[]): AsyncGenerator<Uint8Array> {
  let piece = '';
  for (const { id, name, aliases, birth_dates, note } of entries) {
    piece += `${JSON.stringify({ id, name, aliases, birth_dates, note })}\n`;
    if (piece.length < PIECE) continue;
    yield Buffer.from(piece);
    piece = '';
  }
  if (piece !== '') yield Buffer.from(piece);
}

/** The entries that lines stand for. */
export function* entriesIn(lines: string): Stepwise<readonly WatchlistEntry[]> {
  const entries: WatchlistEntry[] = [];
  for (let from = 0; from < lines.length; ) {
    const end = lines.indexOf('\n', from);
    entries.push(JSON.parse(lines.slice(from, end)) as WatchlistEntry);
    yield LINE + end - from;
    from = end + 1;
  }
  return entries;
}
