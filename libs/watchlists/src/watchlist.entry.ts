import { z } from 'zod';
import { BIRTH_DATE } from './match/birth-dates.js';
import { isComparable } from './match/normalized-name.js';

/** Bounds of one list: beyond them a screening service does better. */
export const MAX_ENTRIES = 50_000;

/** One that nobody could be compared with would look as if somebody were on the list. */
const name = z.string().trim().min(1).max(500).refine(isComparable, { error: 'Enter a name with a letter or a digit.' });

/** An entry of an organization's list, as it is uploaded and kept. */
export const watchlistEntry = z.strictObject({
  /** The organization's own; by default the entry's number in the upload, from 1. */
  id: z.string().trim().min(1).max(255),
  name,
  aliases: z.array(name).max(100).default([]),
  /** A year, a month or a day each; several where it is not known which. */
  birth_dates: z.array(z.string().regex(BIRTH_DATE, { error: 'Enter a year, a month or a day: 1965, 1965-03 or 1965-03-17.' })).max(20).default([]),
  /** Why the entry is on the list; shown with a match. */
  note: z.string().max(2_000).nullable().default(null),
});

/** An entry of an organization's list. */
export type WatchlistEntry = z.output<typeof watchlistEntry>;
