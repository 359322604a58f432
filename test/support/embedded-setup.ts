import { join, resolve } from 'node:path';
import { openSqliteEventStore, openSqliteEventStoreReader } from '#event-store';
import type { ServiceSetup } from './service-setup.js';

const MAIN = resolve('dist/apps/standalone/src/main.js');

/** The whole service in one process, on the embedded engines. */
export function embeddedSetup(dataDir: string, env: Readonly<Record<string, string>>): ServiceSetup {
  const events = join(dataDir, 'events.db');
  return {
    brokerUrl: `sqlite:${join(dataDir, 'broker.db')}`,
    prepare: async () => undefined,
    programs: () => [{ main: MAIN, env, folder: dataDir, ready: /Casetrail is ready at (http:\/\/\S+)/ }],
    openEventStore: async () => openSqliteEventStore({ path: events }),
    openLog: async () => openSqliteEventStoreReader(events),
    dispose: async () => undefined,
  };
}
