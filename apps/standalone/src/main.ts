import 'reflect-metadata';
import { loadPlatform, openStores, prepareOrganization, serveApi, startOrExplain } from '#assembly';
import { engines } from '#assembly/engines';
import { startBackground } from './background-thread.js';

/** The whole service in one process: HTTP in this thread, everything that follows from an event in another one. */
await startOrExplain(async () => {
  const platform = loadPlatform();
  const stores = await openStores(engines, platform.settings);
  const credentials = await prepareOrganization(platform, stores);
  const background = await startBackground(platform, stores.eventStore);
  await serveApi(platform, stores, credentials, [background]);
});
