import type { WatchlistEntry } from '../watchlist.entry.js';
import { type BirthDateVerdict, compareBirthDates } from './birth-dates.js';
import { nameSimilarity } from './name-similarity.js';
import { normalizedName } from './normalized-name.js';

/** Who is looked for. */
export interface ScreenedName {
  /** Every name that is known. */
  readonly names: readonly string[];
  /** As `BIRTH_DATE` has them. */
  readonly birthDates: readonly string[];
}

/** An entry that may be the one who is looked for. */
export interface WatchlistMatch {
  readonly entry: WatchlistEntry;
  /** 0…1, with four digits. */
  readonly score: number;
  /** The name of the entry that is most alike. */
  readonly name: string;
  readonly birth_date: BirthDateVerdict;
}

/** An entry with its names in the form in which they are compared. */
export interface PreparedEntry {
  readonly entry: WatchlistEntry;
  readonly names: readonly (readonly [original: string, normalized: string])[];
}

/** How much of what a name lacks to certainty is made up for by a date of birth that agrees. */
const BOOST: Readonly<Record<BirthDateVerdict, number>> = { same: 0.25, same_year: 0.1, unknown: 0, different: 0 };

/** Prepares an entry, which takes longer than comparing it. */
export const prepareEntry = (entry: WatchlistEntry): PreparedEntry => ({
  entry,
  names: [entry.name, ...entry.aliases].map((name) => [name, normalizedName(name)] as const),
});

/**
 * The entries that are alike enough, the most alike first. The name that is most alike counts, aliases as much as others. A
 * date of birth that agrees makes the score higher; one that differs is a veto.
 *
 * @param threshold the lowest score of a match, 0…1.
 */
export function findMatches(sought: ScreenedName, entries: readonly PreparedEntry[], threshold: number): readonly WatchlistMatch[] {
  const names = sought.names.map(normalizedName);
  return entries
    .flatMap((prepared) => {
      const match = compare(names, sought.birthDates, prepared);
      return match !== undefined && match.score >= threshold ? [match] : [];
    })
    .sort(byScore);
}

/** The higher score first; of equal ones, the entry that stands first in the alphabet of ids. */
export const byScore = (a: WatchlistMatch, b: WatchlistMatch): number =>
  b.score - a.score || (a.entry.id < b.entry.id ? -1 : Number(a.entry.id > b.entry.id));

function compare(sought: readonly string[], birthDates: readonly string[], { entry, names }: PreparedEntry): WatchlistMatch | undefined {
  const birth_date = compareBirthDates(birthDates, entry.birth_dates);
  if (birth_date === 'different') return undefined;
  let best = { name: entry.name, similarity: 0 };
  for (const [name, normalized] of names) {
    for (const one of sought) {
      const similarity = nameSimilarity(one, normalized);
      if (similarity > best.similarity) best = { name, similarity };
    }
  }
  const score = best.similarity + (1 - best.similarity) * BOOST[birth_date];
  return { entry, score: Math.round(score * 10_000) / 10_000, name: best.name, birth_date };
}
