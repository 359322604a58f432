import { constants, setPriority } from 'node:os';
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { runBackground } from '#assembly';
import { openBroker } from '#broker/engines';
import { connectSqliteEventStore, sqlitePathOf } from '#event-store';
import { createLogger, loadMasterKey, loadSettings } from '#platform';
import { openReadStore } from '#read-store/engines';

// Where there is not enough processor for both, requests are answered first and read models catch up afterwards. On Linux
// this concerns the calling thread alone; elsewhere it would concern the whole process, and change nothing between threads.
if (process.platform === 'linux') setPriority(constants.priority.PRIORITY_BELOW_NORMAL);

const { events: port } = workerData as { readonly events: MessagePort };
const settings = loadSettings(process.env, process.stdout.isTTY);
const logger = createLogger(settings);

const eventStore = connectSqliteEventStore({ path: sqlitePathOf(settings.eventStoreUrl), port });
const readStore = await openReadStore(settings.readStoreUrl);
const broker = await openBroker(settings.brokerUrl);

const stopping = new AbortController();
parentPort?.once('message', () => {
  stopping.abort();
});
const background = runBackground(
  { settings, logger, masterKey: loadMasterKey(settings) },
  { eventStore, readStore },
  broker,
  stopping.signal,
);
parentPort?.postMessage('ready');
await background;

await broker.close();
await readStore.close();
await eventStore.close();
