import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { runBackground } from '#assembly';
import { openBroker } from '#broker/engines';
import { connectSqliteEventStore, sqlitePathOf } from '#event-store';
import { createLogger, loadMasterKey, loadSettings } from '#platform';
import { openReadStore } from '#read-store/engines';

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
