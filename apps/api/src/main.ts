import 'reflect-metadata';
import { loadSharedPlatform, openStores, prepareOrganization, serveApi, startOrExplain } from '#assembly';
import { engines } from '#assembly/engines';

/** HTTP in: commands and queries. Any number of these may run behind a balancer. */
await startOrExplain(async () => {
  const platform = loadSharedPlatform({ servesApi: true, needsBlobs: true });
  const stores = await openStores(engines, platform.settings);
  await serveApi(platform, stores, await prepareOrganization(platform, stores));
});
