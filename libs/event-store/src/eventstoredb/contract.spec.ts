import { jest } from '@jest/globals';
import { eventStoreContract } from '#event-sourcing/testing';
import { startEventStoreDbServer } from '../../../../test/support/eventstoredb-server/index.js';
import { temporaryDirectory } from '../testing/temporary-directory.js';
import { openEventStoreDb } from './open.js';

/** Milliseconds: a gRPC server and its client in one thread, on a machine that may do much else. */
jest.setTimeout(30_000);

eventStoreContract('EventStoreDB', async () => {
  const directory = temporaryDirectory();
  const server = await startEventStoreDbServer({ dataDir: directory.file('') });
  let store = openEventStoreDb(server.url);
  return {
    store,
    reopen: async () => {
      await store.close();
      return (store = openEventStoreDb(server.url));
    },
    dispose: async () => {
      await store.close();
      await server.stop();
      directory.remove();
    },
  };
});
