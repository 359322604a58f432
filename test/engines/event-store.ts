import { once } from 'node:events';
import { connect } from 'node:net';
import { resolve } from 'node:path';
import { freePort } from './free-port.js';
import type { PreparedServer, ServerPlace } from './server-process.js';

const MAIN = resolve('dist/test/support/eventstoredb-server/main.js');

/** The project's stand-in for EventStoreDB, without an event. */
export async function eventStoreProgram({ folder, logFile }: ServerPlace): Promise<PreparedServer> {
  const port = await freePort();
  return {
    url: `esdb://127.0.0.1:${port}?tls=false`,
    program: {
      name: 'The stand-in for EventStoreDB',
      command: process.execPath,
      args: ['--no-warnings', MAIN, '--port', String(port), '--data', folder],
      folder,
      logFile,
      probe: () => probePort(port),
    },
  };
}

/** It listens when it can answer. */
async function probePort(port: number): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
  } finally {
    socket.destroy();
  }
}
