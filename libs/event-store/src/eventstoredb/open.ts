import type { EventStore } from '#event-sourcing';
import { Connection } from './connection.js';
import { parseConnectionString } from './connection-string.js';
import { EventStoreDbEventStore } from './eventstoredb-event-store.js';

/**
 * Opens an event store in EventStoreDB 23.10 or later, or KurrentDB. It connects with the first call, and again whenever the
 * connection is lost; a call that takes longer than `defaultDeadline` (2,000 ms unless the URL says otherwise) fails.
 *
 * @param url a connection string, as `esdb://user:password@one:2113,two:2113,three:2113?tlsCAFile=/etc/casetrail/ca.crt`.
 * @throws Error naming EVENT_STORE_URL when it cannot be understood, or one of its files cannot be read.
 */
export const openEventStoreDb = (url: string): EventStore => new EventStoreDbEventStore(new Connection(parseConnectionString(url)));
