import { type EventStoreDbServer, startEventStoreDbServer } from '../../../../test/support/eventstoredb-server/index.js';
import { temporaryDirectory } from './temporary-directory.js';

/** A stand-in for EventStoreDB with a log of its own. */
export interface StandIn {
  /** The server as it runs now. */
  readonly server: EventStoreDbServer;
  stop(): Promise<void>;
  /** Starts it again at the same place, with the same log, after it was stopped. */
  start(): Promise<void>;
  /** Stops it and removes the log. */
  dispose(): Promise<void>;
}

export async function standIn(): Promise<StandIn> {
  const directory = temporaryDirectory();
  const dataDir = directory.file('');
  let server = await startEventStoreDbServer({ dataDir });
  let running = true;
  const stop = async (): Promise<void> => {
    if (running) await server.stop();
    running = false;
  };
  return {
    get server() {
      return server;
    },
    stop,
    async start() {
      server = await startEventStoreDbServer({ dataDir, port: server.port });
      running = true;
    },
    async dispose() {
      await stop();
      directory.remove();
    },
  };
}
