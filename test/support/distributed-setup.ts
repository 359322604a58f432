import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { openEventStore } from '#event-store';
import { dropDatabase, dropTopics } from './engine-leftovers.js';
import { ServiceProcess, type ServiceProgram } from './service-process.js';
import type { ServiceSetup } from './service-setup.js';

/** The one that serves the API comes first. */
export const APPS = ['api', 'projector', 'processes', 'relay', 'webhooks', 'salesforce'] as const;
export type App = (typeof APPS)[number];

/**
 * The service as six processes on Kafka, a database of its own in MongoDB, and an event store of its own: events of several
 * installations cannot share one, so that each service of the specs has its own stand-in for EventStoreDB, which goes on
 * while the service is stopped or killed.
 */
export function distributedSetup(dataDir: string, env: Readonly<Record<string, string>>): ServiceSetup {
  const name = `spec-${randomBytes(6).toString('hex')}`;
  const database = databaseUrl(given('MONGODB_URL'), name);
  const blobs = databaseUrl(given('MONGODB_URL'), `documents-of-${name}`);
  const broker = `${given('KAFKA_URL')}/${name}.`;
  let eventStore: { readonly url: string; readonly server: ServiceProcess } | undefined;
  const eventStoreUrl = (): string => {
    if (eventStore === undefined) throw new Error('The event store is started with the service.');
    return eventStore.url;
  };
  const prepare = async (): Promise<void> => {
    if (eventStore !== undefined) return;
    const server = new ServiceProcess(eventStoreProgram(dataDir), () => undefined);
    // More than the usual 2 s: seven processes start at once here, where there may be little processor for them.
    eventStore = { url: `${await server.ready}&defaultDeadline=15000`, server };
  };

  return {
    brokerUrl: broker,
    prepare,
    programs: () => {
      const engines = { EVENT_STORE_URL: eventStoreUrl(), READ_STORE_URL: database, BROKER_URL: broker, BLOB_STORE_URL: blobs };
      return APPS.map((app) => appProgram(app, dataDir, { ...env, ...engines }));
    },
    async openEventStore() {
      await prepare();
      return openEventStore(eventStoreUrl());
    },
    openLog: () => openEventStore(eventStoreUrl()),
    async dispose() {
      await eventStore?.server.end('SIGKILL');
      await Promise.all([dropDatabase(database), dropDatabase(blobs), dropTopics(broker)]);
    },
  };
}

/**
 * One of the separate processes.
 * @param env its settings, the URLs of the engines among them.
 */
export const appProgram = (app: App, folder: string, env: Readonly<Record<string, string>>): ServiceProgram => ({
  main: resolve(`dist/apps/${app}/src/main.js`),
  env: { CASETRAIL_MASTER_KEY: masterKey, PUBLIC_URL: 'http://casetrail.test', ...env },
  folder,
  ready: /is ready at (http:\/\/\S+)/,
});

/** Its own stand-in for EventStoreDB, on any port. */
const eventStoreProgram = (dataDir: string): ServiceProgram => ({
  main: resolve('dist/test/support/eventstoredb-server/main.js'),
  args: ['--port', '0', '--data', dataDir],
  env: {},
  folder: dataDir,
  ready: /is ready at (esdb:\S+)/,
});

/** The same for all: it stands for what operators keep in one place for all processes. */
const masterKey = randomBytes(32).toString('base64');

function databaseUrl(serverUrl: string, name: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}

function given(variable: string): string {
  const url = process.env[variable] ?? '';
  if (url === '') throw new Error(`${variable} is not set: run these specs by "npm run test:engines".`);
  return url;
}
