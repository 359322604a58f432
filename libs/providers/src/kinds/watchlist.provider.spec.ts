import { describe, expect, it } from '@jest/globals';
import { type ScreenedName, type Screening, UnreadableWatchlistError } from '#watchlists';
import type { CheckQuestion } from '../check-provider.js';
import { screenedCustomer } from './screened-customer.js';
import { WatchlistProvider } from './watchlist.provider.js';

const settings = { kind: 'watchlist' as const, watchlists: ['fraud', 'staff'], threshold: 0.85, on_match: 'PENDING' as const };
const question = (customer: Partial<CheckQuestion['customer']> = {}, input_details: CheckQuestion['check']['input_details'] = null): CheckQuestion => ({
  org: 'acme', runId: '2176.3', check: { id: 2_176, check_type: 'BLACKLIST', input_details }, case: { id: 17, external_id: 'loan-1' },
  customer: { id: 5, external_id: null, full_name: 'Vladimir Petrov', customer_type: 'INDIVIDUAL', input_details: null, ...customer },
});
const screening = (slug: string, ...scores: number[]): Screening => ({
  slug, version: 3, sha256: 'ab', entries: 10, found: scores.length,
  matches: scores.map((score) => ({
    entry: { id: `${slug}-1`, name: 'Vladimir Petrov', aliases: [], birth_dates: [], note: 'Fraud.' }, score, name: 'Vladimir Petrov', birth_date: 'same_year' as const,
  })),
});

function provider(lists: Readonly<Record<string, Screening>>) {
  const asked: { readonly org: string; readonly sought: ScreenedName; readonly threshold: number }[] = [];
  const screen = async (org: string, slug: string, sought: ScreenedName, threshold: number) => {
    asked.push({ org, sought, threshold });
    return lists[slug];
  };
  return { asked, ask: (asked = question()) => new WatchlistProvider({ screen } as never).ask(asked, settings, new AbortController().signal) };
}

describe('an organization’s own lists', () => {
  it('decide with the best match, and say which version of which list it was', async () => {
    const lists = { fraud: screening('fraud', 0.9), staff: screening('staff', 0.97) };
    const { ask, asked } = provider(lists);
    expect(await ask()).toEqual({
      kind: 'answered',
      answer: { threshold: 0.85, on_match: 'PENDING', screenings: [lists.fraud, lists.staff] },
      decision: {
        outcome: 'PENDING', risk_score: 0.97, title: '2 matches',
        reasoning: [
          'Looked for in list fraud, version 3; list staff, version 3; a match has a score of 0.85 or more.',
          'Vladimir Petrov (staff/staff-1): 0.97; date of birth same year; Fraud.',
          'Vladimir Petrov (fraud/fraud-1): 0.90; date of birth same year; Fraud.',
        ],
      },
    });
    expect(asked).toEqual(Array(2).fill({ org: 'acme', sought: { names: ['Vladimir Petrov'], birthDates: [] }, threshold: 0.85 }));
  });

  it('accept who is on none of them', async () => {
    expect(await provider({ fraud: screening('fraud'), staff: screening('staff') }).ask()).toMatchObject({ decision: { outcome: 'ACCEPTED', risk_score: null } });
  });

  it('accept nobody while one of them is not there', async () => {
    expect(await provider({ fraud: screening('fraud', 1) }).ask()).toEqual({ kind: 'failed', reason: 'no_watchlist', permanent: false });
  });

  it('take turns with those of other organizations, not among themselves', () => {
    const lists = new WatchlistProvider({} as never);
    expect(lists.hostOf(settings, 'acme')).toBe(lists.hostOf({ ...settings, watchlists: ['staff'] }, 'acme'));
    expect(lists.hostOf(settings, 'acme')).not.toBe(lists.hostOf(settings, 'globex'));
  });

  it('are not asked for nobody, nor for a name that could not be compared', async () => {
    for (const full_name of ['  ', '---', null]) {
      expect(await provider({}).ask(question({ full_name }))).toEqual({ kind: 'failed', reason: 'no_name', permanent: true });
    }
  });

  it.each([
    ['too_many_names', { aliases: Array.from({ length: 100 }, (_, n) => `Petrov ${n}`) }],
    ['name_too_long', { aliases: ['Petrov '.repeat(100)] }],
    ['too_many_birth_dates', { dob: Array.from({ length: 21 }, (_, n) => `${1950 + n}`) }],
  ])('are asked for all that is known of somebody or not at all (%s)', async (reason, input_details) => {
    const { ask, asked } = provider({ fraud: screening('fraud'), staff: screening('staff') });
    expect(await ask(question({ input_details }))).toEqual({ kind: 'failed', reason, permanent: true });
    expect(asked).toEqual([]);
  });

  it('say how many matches there are, also where not all of them are shown', async () => {
    const many = { ...screening('fraud', ...Array.from({ length: 50 }, () => 0.9)), found: 1_000 };
    const answer = await provider({ fraud: many, staff: screening('staff', 0.95) }).ask();
    expect(answer).toMatchObject({ decision: { title: '1001 matches' } });
    expect((answer as { decision: { reasoning: string[] } }).decision.reasoning).toHaveLength(22);
    expect((answer as { decision: { reasoning: string[] } }).decision.reasoning.at(-1)).toBe('And 981 more.');
  });

  it('accept nobody while the entries of one cannot be read', async () => {
    const screen = async () => { throw new UnreadableWatchlistError('They are lost.'); };
    const asking = new WatchlistProvider({ screen } as never).ask(question(), settings, new AbortController().signal);
    expect(await asking).toEqual({ kind: 'failed', reason: 'unreadable_watchlist', permanent: false });
  });
});

describe('who is looked for', () => {
  it('has the names and dates of customer and check, each once', () => {
    const asked = question(
      { input_details: { aliases: ['Walter Peters', 7, ' '], dob: '17.03.1965', birth_date: '1965-03', address: { name: 'Elm Street' } } },
      { full_name: 'V. Petrov', date_of_birth: '1965-03-17', other_names: 'Vladimir Petrov' },
    );
    expect(screenedCustomer(asked)).toEqual({
      names: ['Vladimir Petrov', 'V. Petrov', 'Walter Peters'], birthDates: ['1965-03-17', '1965-03'],
    });
  });
});
