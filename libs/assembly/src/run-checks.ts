import { ChildReserver } from '#cases';
import { ConfigReader } from '#configs';
import { ReadModelBacklog } from '#dispatch';
import { CommandRunner, IdBlocks, randomIds, systemClock, systemTimer } from '#event-sourcing';
import { addressPolicy, GuardedHttp, type OutboundHttp } from '#outbound';
import { Sealer } from '#platform';
import { type CheckProviders, dispatchCheckRuns, HttpProvider, openCheckRuns, requestCheckRun, WatchlistProvider, YenteProvider } from '#providers';
import { WatchlistContents, Watchlists } from '#watchlists';
import type { Background, BackgroundPart } from './background-part.js';
import { processManager } from './process-manager.js';

/** The longest answer of a provider that is read, in bytes; it becomes an event. One that is longer counts as none. */
const LONGEST_ANSWER = 512 * 1024;

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
  const sealer = new Sealer(masterKey);
  const watchlists = new Watchlists(new CommandRunner(stores.eventStore), new WatchlistContents(stores.blobStore));
  return {
    http: new HttpProvider(http, sealer, clock),
    yente: new YenteProvider(http, sealer, clock),
    watchlist: new WatchlistProvider(watchlists),
  };
}
