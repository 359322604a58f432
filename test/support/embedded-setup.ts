import { join, resolve } from 'node:path';
import { openSqliteEventStoreReader } from '#event-store';
import type { ServiceSetup } from './service-setup.js';

const MAIN = resolve('dist/apps/standalone/src/main.js');

/** The whole service in one process, on the embedded engines. */
export function embeddedSetup(dataDir: string, env: Readonly<Record<string, string>>): ServiceSetup {
  return {
    prepare: async () => undefined,
    programs: () => [{ main: MAIN, env, folder: dataDir, ready: /Casetrail is ready at (http:\/\/\S+)/ }],
    openLog: () => openSqliteEventStoreReader(join(dataDir, 'events.db')),
    dispose: async () => undefined,
  };
}
