import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request that a stand-in got. */
export interface ReceivedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** By the monotonic clock, in milliseconds. */
  readonly at: number;
}

/** A server of a stand-in. */
export interface TestServer {
  /** `http://127.0.0.1:<a free port>`. */
  readonly url: string;
  close(): Promise<void>;
}

/** Listens on a free port of the loopback interface. */
export async function startServer(answer: (request: ReceivedRequest, response: Parameters<RequestListener>[1]) => void): Promise<TestServer> {
  const server = createServer((request, response) => {
    void request.setEncoding('utf8').toArray().then((chunks: string[]) => {
      const { method = '', url = '', headers } = request;
      answer({ method, path: url, headers, body: chunks.join(''), at: performance.now() }, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
