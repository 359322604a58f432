import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import { eventStoreContract } from '#event-sourcing/testing';
import { serveEventStore } from './bridge-owner.js';
import { connectSqliteEventStore, openSqliteEventStore } from './open.js';

const newDirectory = (): string => mkdtempSync(join(tmpdir(), 'casetrail-events-'));

eventStoreContract('the embedded engine', async () => {
  const directory = newDirectory();
  const path = join(directory, 'events.db');
  let store = openSqliteEventStore({ path });
  return {
    store,
    reopen: async () => {
      await store.close();
      store = openSqliteEventStore({ path });
      return store;
    },
    dispose: async () => {
      await store.close();
      rmSync(directory, { recursive: true });
    },
  };
});

eventStoreContract('a thread joined to the embedded engine', async () => {
  const directory = newDirectory();
  const path = join(directory, 'events.db');
  const owner = openSqliteEventStore({ path });
  const connect = (): ReturnType<typeof connectSqliteEventStore> => {
    const { port1, port2 } = new MessageChannel();
    serveEventStore(owner, port1);
    return connectSqliteEventStore({ path, port: port2 });
  };
  let store = connect();
  return {
    store,
    reopen: async () => {
      await store.close();
      store = connect();
      return store;
    },
    dispose: async () => {
      await store.close();
      await owner.close();
      rmSync(directory, { recursive: true });
    },
  };
});
