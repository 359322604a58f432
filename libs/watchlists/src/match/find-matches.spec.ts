import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { WatchlistEntry } from '../watchlist.entry.js';
import type { Stepwise } from '../in-turns.js';
import { compareBirthDates } from './birth-dates.js';
import { findMatches, prepareEntries, type ScreenedName, type WatchlistMatch } from './find-matches.js';
import { nameSimilarity, similarityAtMost } from './name-similarity.js';
import { isComparable, normalizedName } from './normalized-name.js';
import { spelledName } from './spelled-name.js';

/** Does work without giving anybody a turn. */
function atOnce<Result>(work: Stepwise<Result>): Result {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}
const matchesOf = (sought: ScreenedName, list: readonly WatchlistEntry[], threshold: number): readonly WatchlistMatch[] =>
  atOnce(findMatches(sought, atOnce(prepareEntries(list)), threshold));

const entry = (name: string, more: Partial<WatchlistEntry> = {}): WatchlistEntry => ({ id: name, name, aliases: [], birth_dates: [], note: null, ...more });
const scoreOf = (name: string, listed: WatchlistEntry, birthDates: readonly string[] = []): number =>
  matchesOf({ names: [name], birthDates }, [listed], 0)[0]?.score ?? -1;

describe('a name on a list', () => {
  it.each([
    ['the same', 'Vladimir Petrov', 'Vladimir Petrov'],
    ['the other way round, with a comma', 'Petrov, Vladimir', 'Vladimir Petrov'],
    ['in capitals, with accents', 'JOSÉ GARCÍA MÁRQUEZ', 'Jose Garcia Marquez'],
    ['in Cyrillic', 'Владимир Петров', 'Vladimir Petrov'],
    ['in Greek', 'Νίκος Παπαδόπουλος', 'Nikos Papadopoylos'],
    ['with an apostrophe', 'Żofia Ó’Briain', "Zofia O'Briain"],
    ['in full-width letters', 'Ｊｏｈｎ Ｄｏｅ', 'John Doe'],
  ])('is found when it is %s', (_, sought, listed) => {
    expect(scoreOf(sought, entry(listed))).toBe(1);
  });

  it.each([
    ['a letter is different', 'Vladimir Petrof', 'Vladimir Petrov', 0.9, 0.99],
    ['transliterated in another way', 'Mohammed Al-Rashid', 'Muhammad al Rashid', 0.8, 0.95],
    ['a middle name is left out', 'Vladimir Petrov', 'Vladimir Sergeyevich Petrov', 0.95, 0.95],
    ['only the family name is the same', 'Anna Petrova', 'Vladimir Petrov', 0, 0.8],
    ['one word is all that they share', 'Petrov', 'Vladimir Sergeyevich Petrov', 0, 0.6],
    ['somebody else', 'Ada Lovelace', 'Vladimir Petrov', 0, 0.5],
    ['a name without a letter', '---', 'Vladimir Petrov', 0, 0],
  ])('has a score that fits when %s', (_, sought, listed, lowest, highest) => {
    const score = scoreOf(sought, entry(listed));
    expect(score).toBeGreaterThanOrEqual(lowest);
    expect(score).toBeLessThanOrEqual(highest);
  });

  it('is found by an alias, and by another name of the customer', () => {
    const listed = entry('Vladimir Petrov', { aliases: ['Walter Peters'] });
    expect(matchesOf({ names: ['Peters Walter'], birthDates: [] }, [listed], 0.9)).toMatchObject([{ score: 1, name: 'Walter Peters' }]);
    expect(matchesOf({ names: ['Nobody Atall', 'Vladimir Petrov'], birthDates: [] }, [listed], 0.9)).toMatchObject([{ name: 'Vladimir Petrov' }]);
  });

  it.each([
    ['the same day', ['1965-03-17'], ['1965-03-17'], 'same'],
    ['one of several days', ['1965-03-17'], ['1960-01-01', '1965-03-17'], 'same'],
    ['the same month', ['1965-03-17'], ['1965-03'], 'same_year'],
    ['the same year', ['1965'], ['1965-03-17'], 'same_year'],
    ['nothing known of us', [], ['1965'], 'unknown'],
    ['nothing known of them', ['1965'], [], 'unknown'],
  ] as const)('has a score that %s of birth does not lower (%j, %j)', (_, ours, theirs, birth_date) => {
    const [match] = matchesOf({ names: ['Vladimir Petrof'], birthDates: ours }, [entry('Vladimir Petrov', { birth_dates: [...theirs] })], 0);
    expect(match?.birth_date).toBe(birth_date);
    const plain = scoreOf('Vladimir Petrof', entry('Vladimir Petrov'));
    if (birth_date === 'unknown') expect(match?.score).toBe(plain);
    else expect(match?.score).toBeGreaterThan(plain);
  });

  it('is not found when its date of birth is another, though the name be the same', () => {
    const listed = entry('Vladimir Petrov', { birth_dates: ['1965-03-17', '1966'] });
    for (const date of ['1964', '1965-04', '1965-03-18']) expect(scoreOf('Vladimir Petrov', listed, [date])).toBe(-1);
  });

  it('stands behind one that is more alike, and is left out below the threshold', () => {
    const list = [entry('Vladimir Petrovsky'), entry('Vladimir Petrov'), entry('Ada Lovelace')];
    const found = matchesOf({ names: ['Vladimir Petrov'], birthDates: [] }, list, 0.8);
    expect(found.map(({ entry: { id } }) => id)).toEqual(['Vladimir Petrov', 'Vladimir Petrovsky']);
  });
});

describe('the likeness of two names', () => {
  const word = fc.stringMatching(/^[a-zà-ÿа-я]{1,8}$/);
  // A name of nothing but soft signs has nothing to compare it by.
  const name = fc.array(word, { minLength: 1, maxLength: 5 }).filter((words) => isComparable(words.join(' ')));
  const similarity = (one: readonly string[], other: readonly string[]): number =>
    nameSimilarity(normalizedName(one.join(' ')), normalizedName(other.join(' ')));

  it('does not depend on the order of the words', () => {
    fc.assert(
      fc.property(name.chain((words) => fc.tuple(fc.constant(words), fc.shuffledSubarray(words, { minLength: words.length }))), name, ([words, shuffled], other) => {
        expect(similarity(shuffled, other)).toBe(similarity(words, other));
      }),
    );
  });

  it('does not depend on which of the two is on the list', () => {
    fc.assert(
      fc.property(name, name, (one, other) => {
        expect(similarity(one, other)).toBe(similarity(other, one));
      }),
    );
  });

  it('is 1 for a name and itself, in whatever letters, and never out of range', () => {
    fc.assert(
      fc.property(name, name, (one, other) => {
        expect(similarity(one, [normalizedName(one.join(' '))])).toBe(1);
        expect(similarity(one, other)).toBeGreaterThanOrEqual(0);
        expect(similarity(one, other)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('is never lowered by an alias, and a threshold only ever leaves out', () => {
    fc.assert(
      fc.property(name, name, name, fc.double({ min: 0, max: 1, noNaN: true }), (sought, listed, alias, threshold) => {
        const plain = entry(listed.join(' '));
        const score = scoreOf(sought.join(' '), plain);
        const more = { ...plain, aliases: [alias.join(' ')] };
        expect(scoreOf(sought.join(' '), more)).toBeGreaterThanOrEqual(score);
        const found = matchesOf({ names: [sought.join(' ')], birthDates: [] }, [more], threshold);
        for (const match of found) expect(match.score).toBeGreaterThanOrEqual(threshold);
      }),
    );
  });
});

describe('the first look', () => {
  /** Names that share words, have some twice, or differ by a few letters: as those of real lists do. */
  const word = fc.constantFrom('al', 'ali', 'mohammed', 'muhammad', 'petrov', 'petrof', 'vladimir', 'van', 'der', '7', 'ltd');
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'e', 'i', 'o', 'r', 'z', ' '), maxLength: 12 });
  const name = fc.oneof(fc.array(word, { maxLength: 6 }).map((words) => words.join(' ')), letters, fc.tuple(word, letters).map((parts) => parts.join('')));

  it('never takes two names for less alike than they are', () => {
    fc.assert(
      fc.property(name, name, (one, other) => {
        const [a, b] = [spelledName(one), spelledName(other)];
        expect(similarityAtMost(a, b)).toBeGreaterThanOrEqual(nameSimilarity(a.text, b.text));
      }),
      { numRuns: 2_000 },
    );
  });

  it('leaves out no match: what is found is what comparing every name with every other finds', () => {
    const birthDate = fc.constantFrom('1965', '1965-03', '1965-03-17', '1966');
    const names = fc.array(name, { minLength: 1, maxLength: 3 });
    const dates = fc.array(birthDate, { maxLength: 2 });
    const list = fc.array(fc.tuple(names, dates), { maxLength: 8 }).map((entries) =>
      entries.map(([[first = '', ...aliases], birth_dates], index) => ({ ...entry(first, { aliases, birth_dates }), id: String(index) })),
    );
    fc.assert(
      fc.property(fc.record({ names, birthDates: dates }), list, fc.constantFrom(0.5, 0.7, 0.84, 0.85, 0.95, 1), (sought, entries, threshold) => {
        expect(matchesOf(sought, entries, threshold)).toEqual(comparedWithEveryName(sought, entries, threshold));
      }),
      { numRuns: 1_000 },
    );
  });

  /** What `findMatches` promises, without any haste. */
  function comparedWithEveryName(sought: ScreenedName, entries: readonly WatchlistEntry[], threshold: number): readonly WatchlistMatch[] {
    return entries
      .flatMap((one) => {
        const birth_date = compareBirthDates(sought.birthDates, one.birth_dates);
        const boost = { same: 0.25, same_year: 0.1, unknown: 0, different: NaN }[birth_date];
        const names = [one.name, ...one.aliases].flatMap((listed) =>
          sought.names.map((wanted) => ({ name: listed, similarity: nameSimilarity(normalizedName(wanted), normalizedName(listed)) })),
        );
        const best = names.reduce((a, b) => (b.similarity > a.similarity ? b : a), { name: one.name, similarity: 0 });
        const score = Math.round((best.similarity + (1 - best.similarity) * boost) * 10_000) / 10_000;
        return score >= threshold ? [{ entry: one, score, name: best.name, birth_date }] : [];
      })
      .sort((a, b) => b.score - a.score || a.entry.id.localeCompare(b.entry.id));
  }
});
