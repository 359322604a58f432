import type { Screening, Watchlists } from '#watchlists';
import { type CheckProvider, type CheckQuestion, failed, type ProviderAnswer, type StoredJson } from '../check-provider.js';
import type { ProviderOf } from '../provider.settings.js';
import { matchDecision } from './match-decision.js';
import { screenedCustomer } from './screened-customer.js';

type Settings = ProviderOf<'watchlist'>;

/** Looks the customer up in the organization's own lists. */
export class WatchlistProvider implements CheckProvider<'watchlist'> {
  constructor(private readonly watchlists: Watchlists) {}

  /** No server: lists take turns among themselves. */
  hostOf(): string {
    return 'watchlists';
  }

  /** A list that is not there yet may be uploaded within minutes. */
  attemptsOf(): number {
    return 6;
  }

  async ask(question: CheckQuestion, settings: Settings): Promise<ProviderAnswer> {
    const sought = screenedCustomer(question);
    if (sought.names.length === 0) return failed({ reason: 'no_name', permanent: true });
    const screenings: Screening[] = [];
    for (const slug of settings.watchlists) {
      const screening = await this.watchlists.screen(question.org, slug, sought, settings.threshold);
      if (screening === undefined) return failed({ reason: 'no_watchlist', permanent: false });
      screenings.push(screening);
    }
    return answerOf(screenings, settings);
  }
}

function answerOf(screenings: readonly Screening[], { threshold, on_match }: Settings): ProviderAnswer {
  const found = screenings
    .flatMap(({ slug, matches }) => matches.map((match) => ({ slug, ...match })))
    .sort((a, b) => b.score - a.score);
  const finding = {
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
