import { isComparable, type Screening, UnreadableWatchlistError, type Watchlists } from '#watchlists';
import { type CheckProvider, type CheckQuestion, failed, type ProviderAnswer, type StoredJson } from '../check-provider.js';
import type { ProviderOf } from '../provider.settings.js';
import { matchDecision } from './match-decision.js';
import { screenedCustomer, unscreenable } from './screened-customer.js';

type Settings = ProviderOf<'watchlist'>;

/** Looks the customer up in the organization's own lists. */
export class WatchlistProvider implements CheckProvider<'watchlist'> {
  constructor(private readonly watchlists: Watchlists) {}

  /** No server: the lists of each organization take turns, as servers do. */
  hostOf(_: Settings, org: string): string {
    return `watchlists.${org}`;
  }

  /** A list that is not there yet may be uploaded within minutes. */
  attemptsOf(): number {
    return 6;
  }

  async ask(question: CheckQuestion, settings: Settings, signal: AbortSignal): Promise<ProviderAnswer> {
    const { names, birthDates } = screenedCustomer(question);
    const sought = { names: names.filter(isComparable), birthDates };
    const refusal = unscreenable(sought);
    if (refusal !== undefined) return failed(refusal);
    const screenings: Screening[] = [];
    for (const slug of settings.watchlists) {
      try {
        const screening = await this.watchlists.screen(question.org, slug, sought, settings.threshold, signal);
        if (screening === undefined) return failed({ reason: 'no_watchlist', permanent: false });
        screenings.push(screening);
      } catch (error) {
        if (error instanceof UnreadableWatchlistError) return failed({ reason: 'unreadable_watchlist', permanent: false });
        throw error;
      }
    }
    return answerOf(screenings, settings);
  }
}

function answerOf(screenings: readonly Screening[], { threshold, on_match }: Settings): ProviderAnswer {
  const found = screenings
    .flatMap(({ slug, matches }) => matches.map((match) => ({ slug, ...match })))
    .sort((a, b) => b.score - a.score);
  const finding = {
    found: screenings.reduce((sum, screening) => sum + screening.found, 0),
    where: screenings.map(({ slug, version }) => `list ${slug}, version ${version}`).join('; '),
    threshold,
    matches: found.map(
      ({ slug, entry, name, score, birth_date }) =>
        `${name} (${slug}/${entry.id}): ${score.toFixed(2)}; date of birth ${birth_date.replace('_', ' ')}${entry.note === null ? '' : `; ${entry.note}`}`,
    ),
    score: found[0]?.score ?? null,
  };
  const answer = { threshold, on_match, screenings } as unknown as StoredJson;
  return { kind: 'answered', answer, decision: matchDecision(finding, on_match) };
}
