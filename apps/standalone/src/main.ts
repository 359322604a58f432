import 'reflect-metadata';
import { mkdirSync } from 'node:fs';
import { ApiModule } from '#assembly';
import { loadSalesforceConnections } from '#deliveries';
import { CommandRunner, randomIds, systemClock } from '#event-sourcing';
import { openEventStore } from '#event-store';
import { createHttpApp, gracefulClose } from '#http';
import { bootstrapOrganization } from '#organizations';
import { createLogger, HealthChecks, loadEnvFileIfPresent, loadMasterKey, loadSettings, onShutdown, type Platform } from '#platform';
import { openReadStore } from '#read-store/engines';
import { startBackground } from './background-thread.js';
import { greeting } from './greeting.js';

try {
  await start();
} catch (error) {
  process.stderr.write(`Casetrail cannot start. ${error instanceof Error ? error.message : String(error)}\n`);
  // At once: what is open already would keep the process alive, and has nothing to lose.
  process.exit(1);
}

/** The whole service in one process: HTTP in this thread, everything that follows from an event in another one. */
async function start(): Promise<void> {
  loadEnvFileIfPresent();
  const settings = loadSettings(process.env, process.stdout.isTTY);
  const { salesforceConnectionsFile: connections } = settings;
  // Used in the other thread; read here so that a file which cannot be used is a setting like any other.
  if (connections !== undefined) loadSalesforceConnections(connections);
  mkdirSync(settings.dataDir, { recursive: true });
  const platform: Platform = { settings, logger: createLogger(settings), masterKey: loadMasterKey(settings) };
  const { logger, masterKey } = platform;

  const eventStore = openEventStore(settings.eventStoreUrl);
  const readStore = await openReadStore(settings.readStoreUrl);
  const runner = new CommandRunner(eventStore);
  const credentials = await bootstrapOrganization({ runner, settings, masterKey, clock: systemClock, ids: randomIds });

  const background = await startBackground(eventStore, logger);
  const app = await createHttpApp(ApiModule.forRoot(platform, { eventStore, readStore }), logger);
  const health = app.get(HealthChecks);
  health.register('event_store', async () => {
    await eventStore.head();
  });
  health.register('background', () => {
    background.check();
  });

  onShutdown({
    logger,
    steps: [
      ...gracefulClose(app),
      { name: 'background', run: () => background.stop() },
      { name: 'read store', run: () => readStore.close() },
      { name: 'event store', run: () => eventStore.close() },
    ],
  });

  await app.listen(settings.port, settings.host);
  process.stdout.write(greeting(await app.getUrl(), credentials.unseen));
  credentials.seen();
}
