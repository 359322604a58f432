import type { Server as HttpServer } from 'node:http';
import { Server } from 'node:net';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { systemTimer, type Timer } from '#event-sourcing';
import { HealthChecks, type ShutdownStep } from '#platform';
import { RequestsInFlight } from './requests-in-flight.js';

/** Milliseconds in which clients that ask all the time learn, from their next answer, that the connection ends. */
const GOODBYE = 250;

/**
 * How an application stops taking requests without losing one. First it is not ready any more and takes no new
 * connections, and every answer closes its connection: a connection that is closed while idle may swallow the request
 * that is just on its way. Then it lets the requests in flight finish, and closes.
 */
export function gracefulClose(app: NestFastifyApplication, timer: Timer = systemTimer): readonly ShutdownStep[] {
  const { server } = app.getHttpAdapter().getInstance();
  return [
    {
      name: 'take no new connections',
      run: async () => {
        app.get(HealthChecks).drain();
        stopListening(server);
        if ((await openConnections(server)) > 0) await timer.delay(GOODBYE);
      },
    },
    {
      name: 'finish requests',
      run: async () => {
        await app.get(RequestsInFlight).none();
        // What is left has asked for nothing: a client that opened a connection and has not used it yet.
        server.closeAllConnections();
        await app.close();
      },
    },
  ];
}

/** As a plain socket server does it; an HTTP server would close its idle connections there and then. */
function stopListening(server: HttpServer): void {
  Server.prototype.close.call(server);
}

const openConnections = (server: HttpServer): Promise<number> =>
  new Promise((resolve, reject) => {
    server.getConnections((error, count) => {
      if (error) reject(error);
      else resolve(count);
    });
  });
