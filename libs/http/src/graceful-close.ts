import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { systemTimer, type Timer } from '#event-sourcing';
import { HealthChecks, type ShutdownStep } from '#platform';

/** Milliseconds in which clients that ask all the time learn, from their next answer, to come back on a new connection. */
const GOODBYE = 250;

/**
 * How an application stops taking requests without losing one. First it says that it is not ready, and every answer
 * closes its connection: a connection that is closed while idle may swallow the request that is just on its way. Then
 * it listens no more, lets the requests in flight finish, and closes.
 */
export function gracefulClose(app: NestFastifyApplication, timer: Timer = systemTimer): readonly ShutdownStep[] {
  return [
    {
      name: 'say goodbye',
      run: async () => {
        app.get(HealthChecks).drain();
        if ((await openConnections(app)) > 0) await timer.delay(GOODBYE);
      },
    },
    { name: 'close connections', run: () => app.close() },
  ];
}

const openConnections = (app: NestFastifyApplication): Promise<number> =>
  new Promise((resolve, reject) => {
    app.getHttpAdapter().getInstance().server.getConnections((error, count) => {
      if (error) reject(error);
      else resolve(count);
    });
  });
