import { constants, setPriority } from 'node:os';
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { alone, loadPlatform, openBlobs, runBackground } from '#assembly';
import { engines } from '#assembly/engines';
import { connectSqliteEventStore, sqlitePathOf } from '#event-store';

// Where there is not enough processor for both, requests are answered first and read models catch up afterwards. On Linux
// this concerns the calling thread alone; elsewhere it would concern the whole process, and change nothing between threads.
if (process.platform === 'linux') setPriority(constants.priority.PRIORITY_BELOW_NORMAL);

const { events: port } = workerData as { readonly events: MessagePort };
const platform = loadPlatform();
const { settings, logger } = platform;

const embedded = settings.eventStoreUrl.startsWith('sqlite:');
const eventStore = embedded
  ? connectSqliteEventStore({ path: sqlitePathOf(settings.eventStoreUrl), port })
  : await engines.openEventStore(settings.eventStoreUrl);
const readStore = await engines.openReadStore(settings.readStoreUrl);
const blobStore = await openBlobs(engines, settings);
const broker = await engines.openBroker(settings.brokerUrl, { logger });

const stopping = new AbortController();
const { signal } = stopping;
parentPort?.once('message', () => {
  stopping.abort();
});
const background = runBackground({ platform, stores: { eventStore, readStore, blobStore }, broker, oneAtATime: alone(signal), signal });
parentPort?.postMessage('ready');
await background;

await broker.close();
await blobStore.close();
await readStore.close();
await eventStore.close();
