import { randomIds } from '#event-sourcing';
import { createHealthApp } from '#http';
import { HealthChecks, onShutdown } from '#platform';
import { Gauge, Registry } from 'prom-client';
import { type BackgroundPartName, backgroundParts } from './background.js';
import { type Engines, openStores } from './engines.js';
import { listenAt } from './listen.js';
import { loadSharedPlatform } from './load-platform.js';
import { inTurn } from './one-at-a-time.js';
import { registerBlobStoreCheck, registerStoreChecks } from './store-checks.js';

/**
 * Runs one part of the background as a process of its own, beside others of the same kind and of other kinds: what
 * only one may do at a time goes by leases. Ends when it is asked to, with nothing half done; when the part ends by
 * itself, the process does too, so that whatever started it starts it again.
 *
 * @throws SettingsError
 */
export async function runWorker(name: BackgroundPartName, engines: Engines): Promise<void> {
  const platform = loadSharedPlatform({ servesApi: false, needsBlobs: backgroundParts[name].needsBlobs });
  const { settings, logger } = platform;
  const part = backgroundParts[name];
  const stores = await openStores(engines, settings);
  const broker = await engines.openBroker(settings.brokerUrl, { logger });

  const app = await createHealthApp(platform);
  const health = app.get(HealthChecks);
  registerStoreChecks(health, stores);
  if (part.needsBlobs) registerBlobStoreCheck(health, stores);
  if (part.needsBroker) health.register('broker', () => broker.check());

  const turns = new Gauge({
    name: 'casetrail_lease_held',
    help: 'Whether it is this process’s turn at what only one may do at a time.',
    labelNames: ['lease'],
    registers: [app.get(Registry)],
  });
  const stopping = new AbortController();
  const oneAtATime = inTurn({
    store: stores.readStore,
    holder: randomIds.uuid(),
    logger,
    signal: stopping.signal,
    onTurn: (lease, held) => {
      turns.set({ lease }, Number(held));
    },
  });
  const work = part.run({ platform, stores, broker, oneAtATime, signal: stopping.signal });
  work.then(
    () => {
      if (!stopping.signal.aborted) endBecause(new Error('It has ended by itself.'));
    },
    (error: unknown) => {
      endBecause(error);
    },
  );
  const endBecause = (error: unknown): void => {
    logger.fatal({ err: error }, `The ${name} process cannot go on: it ends, so that it is started anew.`);
    process.exit(1);
  };

  onShutdown({
    logger,
    steps: [
      { name: 'take no more work', run: () => { health.drain(); stopping.abort(); } },
      { name: 'finish work', run: () => work },
      { name: 'broker', run: () => broker.close() },
      { name: 'blob store', run: () => stores.blobStore.close() },
      { name: 'read store', run: () => stores.readStore.close() },
      { name: 'event store', run: () => stores.eventStore.close() },
      { name: 'health', run: () => app.close() },
    ],
  });

  await listenAt(settings, app);
  process.stdout.write(`Casetrail ${name} is ready at ${await app.getUrl()}\n`);
}
