import { ChildReserver } from '#cases';
import { ConfigReader } from '#configs';
import { ReadModelBacklog } from '#dispatch';
import { CommandRunner, IdBlocks, randomIds, systemClock, systemTimer } from '#event-sourcing';
import { addressPolicy, GuardedHttp, type OutboundHttp } from '#outbound';
import { type CheckProviders, dispatchCheckRuns, HttpProvider, openCheckRuns, ProviderSecrets, requestCheckRun, WatchlistProvider, YenteProvider } from '#providers';
import { WatchlistContents, Watchlists } from '#watchlists';
import type { Background, BackgroundPart } from './background-part.js';
import { processManager } from './process-manager.js';

/**
 * The longest answer of a provider that is read, in bytes; one that is longer counts as none. It becomes an event, and what it
 * means for the check stands in the same event: together they have to fit what EventStoreDB appends at once (1 MiB).
 */
const LONGEST_ANSWER = 480 * 1024;

/**
 * Takes checks that were requested to a decision, where a provider is set for them: a process manager begins a run for each
 * request, and a dispatcher asks the providers, in its own time.
 */
export const runChecks: BackgroundPart = async (background) => {
  const { platform, stores, oneAtATime } = background;
  const { settings, logger, clock = systemClock, ids = randomIds } = platform;
  const { eventStore: store, readStore } = stores;
  const http = new GuardedHttp({ policy: addressPolicy(settings.webhookAllowedNetworks), maxBodyBytes: LONGEST_ANSWER });
  const providers = checkProviders(background, http);
  const runner = new CommandRunner(store);
  const children = new ChildReserver(runner, new ConfigReader(runner), new IdBlocks(store, clock, ids));

  const requests = processManager({
    name: 'process.check-runs',
    filter: { types: ['check-requested'] },
    react: (event) => requestCheckRun({ store, runner, providers }, event),
  });
  const dispatcher = oneAtATime('dispatcher.check-runs', async ({ signal }) => {
    const backlog = new ReadModelBacklog(readStore, openCheckRuns);
    await dispatchCheckRuns({ store, runner, providers, children, backlog, clock, random: Math.random, timer: systemTimer, logger, signal }).ended;
  });
  await Promise.all([requests(background), dispatcher]);
  await http.close();
};

function checkProviders({ platform: { masterKey, clock = systemClock }, stores }: Background, http: OutboundHttp): CheckProviders {
  const secrets = new ProviderSecrets(masterKey);
  const watchlists = new Watchlists(stores.eventStore, new WatchlistContents(stores.blobStore));
  return {
    http: new HttpProvider(http, secrets, clock),
    yente: new YenteProvider(http, secrets, clock),
    watchlist: new WatchlistProvider(watchlists),
  };
}
