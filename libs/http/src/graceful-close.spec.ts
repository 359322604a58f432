import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { Controller, Get } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Timer } from '#event-sourcing';
import { Public } from './auth/access.js';
import { gracefulClose } from './graceful-close.js';
import { probeApp } from './testing/index.js';

let started = Promise.withResolvers<undefined>();
let release = Promise.withResolvers<undefined>();

@Public()
@Controller()
class ProbeRoute {
  @Get('slow')
  async slow(): Promise<string> {
    started.resolve(undefined);
    await release.promise;
    return 'done';
  }

  @Get('quick')
  quick(): string {
    return 'quick';
  }
}

let app: NestFastifyApplication;
let agent: Agent;
let port: number;
beforeEach(async () => {
  started = Promise.withResolvers();
  release = Promise.withResolvers();
  agent = new Agent({ keepAlive: true });
  ({ app } = await probeApp({ controllers: [ProbeRoute] }));
  await app.listen(0, '127.0.0.1');
  ({ port } = app.getHttpServer().address() as AddressInfo);
});
afterEach(async () => {
  agent.destroy();
  await app.close();
});

interface Answer {
  readonly status: number | undefined;
  readonly connection: string | undefined;
  readonly body: string;
}

async function ask(path: string): Promise<Answer> {
  const [response] = (await once(get({ port, path, agent }), 'response')) as [IncomingMessage];
  const chunks = await response.toArray();
  return { status: response.statusCode, connection: response.headers.connection, body: Buffer.concat(chunks as Buffer[]).toString() };
}

/** Does what it is told while the service says goodbye. */
const during = (action: () => Promise<void>): Timer => ({ delay: action });

async function close(timer: Timer): Promise<void> {
  for (const step of gracefulClose(app, timer)) await step.run();
}

describe('an application that ends', () => {
  test('finishes the request in flight, and closes its connection', async () => {
    const slow = ask('/slow');
    await started.promise;
    const ended: string[] = [];
    const closed = close(during(async () => undefined)).then(() => ended.push('application'));
    setImmediate(() => {
      ended.push('request');
      release.resolve(undefined);
    });
    expect(await slow).toEqual({ status: 200, connection: 'close', body: 'done' });
    await closed;
    expect(ended).toEqual(['request', 'application']);
  });

  test('does not wait for a client that has hung up', async () => {
    const socket = connect(port, '127.0.0.1');
    socket.write('GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await started.promise;
    const [request] = (await Promise.all([once(app.getHttpServer(), 'close'), close(during(async () => {
      socket.destroy();
    }))]));
    expect(request).toEqual([]);
  });

  test('takes no new connections from the first moment', async () => {
    await ask('/quick');
    await close(
      during(async () => {
        agent.destroy();
        await expect(ask('/quick')).rejects.toThrow('ECONNREFUSED');
      }),
    );
  });

  test('does not wait for a connection that was never used', async () => {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    const gone = once(socket, 'close');
    await close(during(async () => undefined));
    await gone;
  });

  test('answers a client that goes on asking, and tells it to come back on another connection', async () => {
    expect(await ask('/quick')).toMatchObject({ connection: 'keep-alive' });
    let last: Answer | undefined;
    await close(
      during(async () => {
        last = await ask('/quick');
      }),
    );
    expect(last).toEqual({ status: 200, connection: 'close', body: 'quick' });
  });

  test('says that it is not ready before it closes anything', async () => {
    await ask('/quick');
    let ready: Answer | undefined;
    await close(
      during(async () => {
        ready = await ask('/readyz');
      }),
    );
    expect(ready).toMatchObject({ status: 503 });
  });

  test('waits for nobody when nobody is there', async () => {
    let waited = false;
    await close(
      during(async () => {
        waited = true;
      }),
    );
    expect(waited).toBe(false);
  });
});
