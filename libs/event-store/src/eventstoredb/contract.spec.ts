import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import type { EventStore } from '#event-sourcing';
import { eventStoreContract } from '#event-sourcing/testing';
import { LogFromNowOn } from '../testing/log-from-now-on.js';
import { standIn } from '../testing/stand-in.js';
import { openEventStoreDb } from './open.js';

/** Milliseconds: a gRPC server and its client in one thread, on a machine that may do much else. */
jest.setTimeout(30_000);

eventStoreContract('EventStoreDB, over the stand-in,', async () => {
  const running = await standIn();
  // What is late is for other specs.
  const url = `${running.server.url}&defaultDeadline=15000`;
  let store = openEventStoreDb(url);
  return {
    store,
    reopen: async () => {
      await store.close();
      return (store = openEventStoreDb(url));
    },
    dispose: async () => {
      await store.close();
      await running.dispose();
    },
  };
});

/** A server of which nobody else makes use. */
const url = process.env.EVENTSTOREDB_URL;
if (url !== undefined) {
  eventStoreContract('EventStoreDB itself', async () => {
    const log = openEventStoreDb(url);
    const [start, run] = [await log.head(), `.${randomUUID()}`];
    const from = (opened: EventStore): EventStore => new LogFromNowOn(opened, start, run);
    let store = from(log);
    return {
      store,
      reopen: async () => {
        await store.close();
        return (store = from(openEventStoreDb(url)));
      },
      dispose: () => store.close(),
    };
  });
}
