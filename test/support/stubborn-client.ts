import { once } from 'node:events';
import { connect } from 'node:net';

/**
 * Sends a request as many HTTP clients do: all of it before a byte of the answer is read.
 * @returns the status line.
 */
export async function sendAllFirst(method: string, { hostname, port, host, pathname }: URL, headers: Readonly<Record<string, string>>, body: Uint8Array): Promise<string> {
  const socket = connect(Number(port), hostname).pause();
  try {
    await once(socket, 'connect');
    const head = Object.entries({ host, 'content-length': String(body.length), ...headers }).map(([name, value]) => `${name}: ${value}`);
    socket.write([`${method} ${pathname} HTTP/1.1`, ...head, '', ''].join('\r\n'));
    if (!socket.write(body)) await once(socket, 'drain');
    const [answer] = (await once(socket.resume(), 'data')) as [Buffer];
    return answer.toString().split('\r\n', 1)[0] ?? '';
  } finally {
    socket.destroy();
  }
}
