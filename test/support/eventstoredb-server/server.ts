import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { Server, ServerCredentials } from '@grpc/grpc-js';
import { openSqliteEventStore } from '#event-store';
import { appendCall } from './append-call.js';
import { batchAppendCall } from './batch-append-call.js';
import { Calls } from './calls.js';
import { Connections } from './connections.js';
import { deleteCall, tombstoneCall } from './delete-calls.js';
import { gossipCall, supportedMethodsCall } from './discovery-calls.js';
import { Faults } from './faults.js';
import { Log } from './log.js';
import { GossipService, ServerFeaturesService, StreamsService } from './protocol.js';
import { readCall } from './read-call.js';
import { serverNotReady } from './rpc-error.js';
import { StreamStates } from './stream-states.js';
import { StreamWriter } from './stream-writer.js';

const HOST = '127.0.0.1';

/** Bytes of a message at most, as the client's own limit: an append that is too large is to be told so in the server's words. */
const MAX_MESSAGE = 17 * 1024 * 1024;

export interface EventStoreDbServerOptions {
  /** A folder for the data; made where there is none. */
  readonly dataDir: string;
  /** Default 0: any free port. */
  readonly port?: number;
  /** The server's clock, in milliseconds since 1970. */
  readonly now?: () => number;
}

/** A running stand-in. */
export interface EventStoreDbServer {
  /** Where clients find it. */
  readonly url: string;
  readonly port: number;
  /** What goes wrong on demand. */
  readonly faults: Faults;
  /** Takes nothing more, answers what is being written, and closes. */
  stop(): Promise<void>;
}

/**
 * Starts a stand-in.
 *
 * @throws StoreUnavailableError when another one has the folder; Error when the port is taken.
 */
export async function startEventStoreDbServer({ dataDir, port = 0, now = Date.now }: EventStoreDbServerOptions): Promise<EventStoreDbServer> {
  const store = openSqliteEventStore({ path: join(dataDir, 'eventstoredb.db') });
  const log = new Log(store);
  const states = await StreamStates.load(store);
  const connections = new Connections();
  const self = (): { host: string; port: number } => ({ host: HOST, port: (listener.address() as AddressInfo).port });
  const faults = new Faults(self, {
    connections: () => {
      connections.cutAll();
    },
    subscriptions: (error) => {
      calls.endFollowers(error);
    },
  });
  const calls = new Calls(log, states, new StreamWriter(store, log, states, now), faults, connections, now);

  const server = new Server({ 'grpc.max_receive_message_length': MAX_MESSAGE });
  server.addService(StreamsService, {
    append: appendCall(calls),
    batchAppend: batchAppendCall(calls),
    read: readCall(calls),
    delete: deleteCall(calls),
    tombstone: tombstoneCall(calls),
  });
  server.addService(ServerFeaturesService, { getSupportedMethods: supportedMethodsCall });
  server.addService(GossipService, { read: gossipCall(self) });

  // Its own listener, so that connections can be cut one by one.
  const injector = server.createConnectionInjector(ServerCredentials.createInsecure());
  const listener = createServer({ noDelay: true }, (socket) => {
    connections.add(socket);
    injector.injectConnection(socket);
  });
  try {
    listener.listen(port, HOST);
    await once(listener, 'listening');
  } catch (error) {
    await store.close();
    throw error;
  }

  const stop = async (): Promise<void> => {
    listener.close();
    faults.clear();
    await calls.written();
    calls.endFollowers(serverNotReady());
    server.forceShutdown();
    connections.cutAll();
    await store.close();
  };
  return { url: `esdb://${HOST}:${self().port}?tls=false`, port: self().port, faults, stop };
}
