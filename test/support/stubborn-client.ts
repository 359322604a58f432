import { once } from 'node:events';
import { connect } from 'node:net';

/**
 * Sends a request as many HTTP clients do: all of it before a byte of the answer is read.
 * @returns the status line.
 */
export async function sendAllFirst(url: string, head: readonly string[], body: readonly Uint8Array[]): Promise<string> {
  const { hostname, port, host } = new URL(url);
  const length = body.reduce((sum, piece) => sum + piece.length, 0);
  const socket = connect(Number(port), hostname).pause();
  try {
    await once(socket, 'connect');
    socket.write([...head, `host: ${host}`, `content-length: ${length}`, '', ''].join('\r\n'));
    for (const piece of body) if (!socket.write(piece)) await once(socket, 'drain');
    const [answer] = (await once(socket.resume(), 'data')) as [Buffer];
    return answer.toString().split('\r\n', 1)[0] ?? '';
  } finally {
    socket.destroy();
  }
}
