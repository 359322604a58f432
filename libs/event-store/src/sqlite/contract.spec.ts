import { MessageChannel } from 'node:worker_threads';
import { eventStoreContract } from '#event-sourcing/testing';
import { temporaryDirectory } from '../testing/temporary-directory.js';
import { serveEventStore } from './bridge-owner.js';
import { connectSqliteEventStore, openSqliteEventStore } from './open.js';

eventStoreContract('the embedded engine', async () => {
  const directory = temporaryDirectory();
  const open = () => openSqliteEventStore({ path: directory.file('events.db') });
  let store = open();
  return {
    store,
    reopen: async () => {
      await store.close();
      return (store = open());
    },
    dispose: async () => {
      await store.close();
      directory.remove();
    },
  };
});

eventStoreContract('a thread that joined the embedded engine', async () => {
  const directory = temporaryDirectory();
  const path = directory.file('events.db');
  const owner = openSqliteEventStore({ path });
  const connect = () => {
    const { port1, port2 } = new MessageChannel();
    serveEventStore(owner, port1);
    return connectSqliteEventStore({ path, port: port2 });
  };
  let store = connect();
  return {
    store,
    reopen: async () => {
      await store.close();
      return (store = connect());
    },
    dispose: async () => {
      await store.close();
      await owner.close();
      directory.remove();
    },
  };
});
