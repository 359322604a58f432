import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { addressPolicy } from './address-policy.js';
import { GuardedHttp, type GuardedHttpOptions } from './guarded-http.js';
import { OutboundError, type OutboundRequest } from './outbound-http.js';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function listening(handle: RequestListener): Promise<{ server: Server; port: number }> {
  const server = createServer(handle);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  return { server, port: (server.address() as AddressInfo).port };
}

function client(options: Partial<GuardedHttpOptions> = {}): GuardedHttp {
  const http = new GuardedHttp({ policy: addressPolicy(['127.0.0.0/8']), ...options });
  closing.push(() => http.close());
  return http;
}

const post = (url: string, more: Partial<OutboundRequest> = {}): OutboundRequest => ({ method: 'POST', url, headers: {}, body: '{}', ...more });

async function failureOf(sending: Promise<unknown>): Promise<OutboundError> {
  const error: unknown = await sending.then(() => undefined, (reason: unknown) => reason);
  expect(error).toBeInstanceOf(OutboundError);
  return error as OutboundError;
}

const ok: RequestListener = (_, response) => response.end('fine');

describe('the guarded HTTP client', () => {
  it('sends method, headers and body, and gives status, headers and body back', async () => {
    const seen: unknown[] = [];
    const { port } = await listening((request, response) => {
      void request.setEncoding('utf8').toArray().then((chunks) => {
        seen.push(request.method, request.url, request.headers['content-type'], request.headers['user-agent'], chunks.join(''));
        response.writeHead(201, { 'x-seen': 'yes' }).end('grüezi');
      });
    });
    const answer = await client().send({
      method: 'PATCH', url: `http://127.0.0.1:${port}/a?b=c`, headers: { 'content-type': 'application/json' }, body: '{"ü":1}',
    });
    expect(seen).toEqual(['PATCH', '/a?b=c', 'application/json', 'Casetrail', '{"ü":1}']);
    expect(answer).toMatchObject({ status: 201, headers: { 'x-seen': 'yes' }, body: 'grüezi' });
  });

  it('follows no redirect', async () => {
    let asked = 0;
    const { port } = await listening((_, response) => {
      asked++;
      response.writeHead(302, { location: '/elsewhere' }).end();
    });
    expect((await client().send(post(`http://127.0.0.1:${port}/`))).status).toBe(302);
    expect(asked).toBe(1);
  });

  it('reads a bounded part of the body', async () => {
    const { port } = await listening((_, response) => {
      const more = (): void => {
        while (!response.destroyed && response.write('x'.repeat(1000))); // without an end
      };
      response.on('drain', more);
      more();
    });
    const answer = await client({ maxBodyBytes: 1500 }).send(post(`http://127.0.0.1:${port}/`));
    expect(answer.body).toBe('x'.repeat(1500));
  });

  it.each(['127.0.0.1', '2130706433', '0x7f.1', '[::ffff:127.0.0.1]', '[::1]', 'localhost'])('refuses %s, and connects to nothing', async (host) => {
    let asked = 0;
    const { server, port } = await listening(ok);
    server.on('connection', () => asked++);
    const error = await failureOf(client({ policy: addressPolicy() }).send(post(`http://${host}:${port}/secret?token=abc`)));
    expect(error.kind).toBe('refused-address');
    expect(error.message).not.toMatch(/secret|token|abc/);
    expect(asked).toBe(0);
  });

  it('checks the address that it connects to, every time that it connects', async () => {
    const { port } = await listening((_, response) => response.writeHead(200, { connection: 'close' }).end());
    const answers = ['127.0.0.1', '10.0.0.1', '127.0.0.1'];
    const http = client({ resolve: async () => [{ address: answers.shift()!, family: 4 }] });
    const ask = (): Promise<{ status: number }> => http.send(post(`http://rebinding.example:${port}/`));
    expect((await ask()).status).toBe(200);
    expect((await failureOf(ask())).kind).toBe('refused-address');
    expect((await ask()).status).toBe(200);
  });

  it('leaves out the refused ones among the addresses of a name', async () => {
    const { port } = await listening(ok);
    const http = client({ resolve: async () => [{ address: '10.0.0.1', family: 4 }, { address: '127.0.0.1', family: 4 }] });
    expect((await http.send(post(`http://both.example:${port}/`))).status).toBe(200);
  });

  it.each([
    ['not a url', 'invalid-url'],
    ['/relative', 'invalid-url'],
    ['ftp://example.com/', 'invalid-url'],
    ['file:///etc/passwd', 'invalid-url'],
    ['https://user:password@example.com/', 'invalid-url'],
  ])('refuses the URL %s', async (url, kind) => {
    expect((await failureOf(client().send(post(url)))).kind).toBe(kind);
  });

  it('says that a name has no address', async () => {
    const unknown = client({ resolve: () => Promise.reject(new Error('ENOTFOUND')) });
    expect((await failureOf(unknown.send(post('http://nowhere.example/')))).kind).toBe('dns');
    const empty = client({ resolve: async () => [] });
    expect((await failureOf(empty.send(post('http://nowhere.example/')))).kind).toBe('dns');
  });

  it('gives up when time is up: waiting for an answer, for a body, for a name', async () => {
    const silent = await listening(() => undefined);
    const halting = await listening((_, response) => response.write('…'));
    for (const { port } of [silent, halting]) {
      expect((await failureOf(client().send(post(`http://127.0.0.1:${port}/`, { timeoutMs: 30 })))).kind).toBe('timeout');
    }
    const unresolved = client({ resolve: () => Promise.withResolvers<never>().promise });
    expect((await failureOf(unresolved.send(post('http://slow.example/', { timeoutMs: 30 })))).kind).toBe('timeout');
  });

  it('gives up with the signal of its caller', async () => {
    const stop = new AbortController();
    const { port } = await listening(() => {
      stop.abort();
    });
    expect((await failureOf(client().send(post(`http://127.0.0.1:${port}/`, { signal: stop.signal })))).kind).toBe('aborted');
    expect((await failureOf(client().send(post(`http://127.0.0.1:${port}/`, { signal: stop.signal })))).kind).toBe('aborted');
  });

  it('tells a refused connection from a broken one, from TLS and from what is no HTTP', async () => {
    const { server, port } = await listening((request) => request.socket.destroy());
    expect((await failureOf(client().send(post(`http://127.0.0.1:${port}/`)))).kind).toBe('connect');
    expect((await failureOf(client().send(post(`https://127.0.0.1:${port}/`)))).kind).toBe('tls');
    await new Promise((resolve) => server.close(resolve));
    expect((await failureOf(client().send(post(`http://127.0.0.1:${port}/`)))).kind).toBe('connect');

    const babbling = createTcpServer((socket) => socket.resume().end('220 smtp ready\r\n'));
    await new Promise<void>((resolve) => babbling.listen(0, '127.0.0.1', resolve));
    closing.push(() => new Promise((resolve) => babbling.close(resolve)));
    const address = babbling.address() as AddressInfo;
    expect((await failureOf(client().send(post(`http://127.0.0.1:${address.port}/`)))).kind).toBe('protocol');
  });

  it('uses a connection again, and opens a bounded number of them', async () => {
    let connections = 0;
    const { server, port } = await listening(ok);
    server.on('connection', () => connections++);
    const http = client({ connectionsPerOrigin: 2 });
    const ask = (): Promise<unknown> => http.send(post(`http://127.0.0.1:${port}/`));
    await Promise.all(Array.from({ length: 20 }, ask));
    await ask();
    expect(connections).toBe(2);
  });
});
