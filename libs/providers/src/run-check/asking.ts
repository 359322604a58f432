import type { CheckProvider, CheckProviders, CheckQuestion, ProviderAnswer } from '../check-provider.js';
import type { CheckRun } from '../check-run.state.js';
import { type Provider, type ProviderKind, type ProviderOf, serves } from '../provider.settings.js';

/** A way of carrying out checks, with its settings. */
export interface Asking {
  /** After how many failed attempts it is given up. */
  readonly attempts: number;
  readonly ask: (question: CheckQuestion, signal: AbortSignal) => Promise<ProviderAnswer>;
}

/** How a provider is asked; undefined where nobody has to be asked, because the check waits for whoever decides it. */
export function askingOf(providers: CheckProviders, provider: Provider): Asking | undefined {
  switch (provider.kind) {
    case 'http':
      return withSettings(providers.http, provider);
    case 'watchlist':
      return withSettings(providers.watchlist, provider);
    case 'yente':
      return withSettings(providers.yente, provider);
    case 'manual':
    case 'broker':
      return undefined;
  }
}

/** Why a provider cannot even be asked; undefined when it can. */
export function refusalOf(run: CheckRun, provider: Provider | undefined): string | undefined {
  if (provider === undefined) return 'unknown_provider';
  return serves(provider.kind, run.checkType) ? undefined : 'unsupported_check_type';
}

const withSettings = <Kind extends ProviderKind>(provider: CheckProvider<Kind>, settings: ProviderOf<Kind>): Asking => ({
  attempts: provider.attemptsOf(settings),
  ask: (question, signal) => provider.ask(question, settings, signal),
});
