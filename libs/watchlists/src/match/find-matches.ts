import type { Stepwise } from '../in-turns.js';
import type { WatchlistEntry } from '../watchlist.entry.js';
import { type BirthDateVerdict, compareBirthDates } from './birth-dates.js';
import { nameSimilarity, similarityAtMost } from './name-similarity.js';
import { type SpelledName, spelledName } from './spelled-name.js';

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
  readonly names: readonly (readonly [original: string, spelled: SpelledName])[];
}

/** How much of what a name lacks to certainty is made up for by a date of birth that agrees. */
const BOOST: Readonly<Record<BirthDateVerdict, number>> = { same: 0.25, same_year: 0.1, unknown: 0, different: 0 };

/** What a first look at a pair of names takes, and a comparison beside the letters of both: as many letters looked at. */
const LOOK = 60;
const COMPARISON = 3_000;

/** Prepares entries for comparison, which takes longer than a comparison with all of them. */
export function* prepareEntries(entries: readonly WatchlistEntry[]): Stepwise<readonly PreparedEntry[]> {
  const prepared: PreparedEntry[] = [];
  for (const entry of entries) {
    const names = [entry.name, ...entry.aliases];
    prepared.push({ entry, names: names.map((name) => [name, spelledName(name)] as const) });
    yield names.reduce((effort, name) => effort + COMPARISON + 50 * name.length, 0);
  }
  return prepared;
}

/**
 * The entries that are alike enough, the most alike first. The name that is most alike counts, aliases as much as others. A
 * date of birth that agrees makes the score higher; one that differs is a veto.
 *
 * @param threshold the lowest score of a match, 0…1.
 */
export function* findMatches(sought: ScreenedName, entries: readonly PreparedEntry[], threshold: number): Stepwise<readonly WatchlistMatch[]> {
  const names = sought.names.map(spelledName);
  const found: WatchlistMatch[] = [];
  for (const { entry, names: listed } of entries) {
    const birth_date = compareBirthDates(sought.birthDates, entry.birth_dates);
    yield LOOK * (names.length * listed.length + sought.birthDates.length * entry.birth_dates.length);
    if (birth_date === 'different') continue;

    let best = { name: entry.name, similarity: 0 };
    for (const { one, other, name, atMost } of pairsAlike(names, listed, birth_date, threshold)) {
      if (atMost <= best.similarity) continue;
      const similarity = nameSimilarity(one, other);
      if (similarity > best.similarity) best = { name, similarity };
      yield COMPARISON + 4 * one.length * other.length;
    }
    const score = scoreOf(best.similarity, birth_date);
    if (score >= threshold) found.push({ entry, score, name: best.name, birth_date });
  }
  return found.sort(byScore);
}

/** The higher score first; of equal ones, the entry that stands first in the alphabet of ids. */
export const byScore = (a: WatchlistMatch, b: WatchlistMatch): number =>
  b.score - a.score || (a.entry.id < b.entry.id ? -1 : Number(a.entry.id > b.entry.id));

/** A name that is looked for and one of an entry, which have to be compared. */
interface Pair {
  readonly one: string;
  readonly other: string;
  /** The other as it was uploaded. */
  readonly name: string;
  readonly atMost: number;
}

/** The pairs of names that may reach the threshold: of most entries none. */
function pairsAlike(sought: readonly SpelledName[], listed: PreparedEntry['names'], birthDate: BirthDateVerdict, threshold: number): readonly Pair[] {
  const pairs: Pair[] = [];
  for (const [name, spelled] of listed) {
    for (const one of sought) {
      const atMost = similarityAtMost(one, spelled);
      if (scoreOf(atMost, birthDate) >= threshold) pairs.push({ one: one.text, other: spelled.text, name, atMost });
    }
  }
  return pairs;
}

function scoreOf(similarity: number, birthDate: BirthDateVerdict): number {
  const score = similarity + (1 - similarity) * BOOST[birthDate];
  return Math.round(score * 10_000) / 10_000;
}
