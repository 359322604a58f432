import { CommandRunner, randomIds, systemClock } from '#event-sourcing';
import { createHttpApp, gracefulClose } from '#http';
import { bootstrapOrganization, type BootstrapResult } from '#organizations';
import { type HealthCheck, HealthChecks, onShutdown, type Platform, type ShutdownStep, unknownNames } from '#platform';
import { ApiModule } from './api.module.js';
import { greeting } from './greeting.js';
import { listenAt } from './listen.js';
import { registerBlobStoreCheck, registerStoreChecks } from './store-checks.js';
import type { AllStores, Stores } from './stores.module.js';

/** Something that runs beside the API in its process. */
export interface Companion extends ShutdownStep {
  readonly check: HealthCheck;
}

/**
 * Makes sure that there is an organization with a client.
 * @throws as `bootstrapOrganization`
 */
export const prepareOrganization = ({ settings, masterKey }: Platform, { eventStore }: Stores): Promise<BootstrapResult> =>
  bootstrapOrganization({ runner: new CommandRunner(eventStore), settings, masterKey, clock: systemClock, ids: randomIds });

/**
 * Answers HTTP until the process is asked to end; then requests are finished, then companions, then the stores are closed.
 * Says where it is once it is ready.
 *
 * @throws SettingsError when it cannot listen where the settings say.
 */
export async function serveApi(platform: Platform, stores: AllStores, credentials: BootstrapResult, companions: readonly Companion[] = []): Promise<void> {
  const { settings, logger } = platform;
  const names = unknownNames();
  if (names.length > 0) logger.warn({ names }, 'names in .env are no settings: .env.example lists those that are');

  const app = await createHttpApp(ApiModule.forRoot(platform, stores), logger);
  const health = app.get(HealthChecks);
  registerStoreChecks(health, stores);
  registerBlobStoreCheck(health, stores);
  for (const { name, check } of companions) health.register(name, check);

  onShutdown({
    logger,
    steps: [
      ...gracefulClose(app),
      ...companions,
      { name: 'blob store', run: () => stores.blobStore.close() },
      { name: 'read store', run: () => stores.readStore.close() },
      { name: 'event store', run: () => stores.eventStore.close() },
    ],
  });

  await listenAt(settings, app);
  process.stdout.write(greeting(await app.getUrl(), credentials.unseen));
  credentials.seen();
}
