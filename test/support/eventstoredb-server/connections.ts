import type { Socket } from 'node:net';

/** The connections of clients, so that they can be cut one by one. */
export class Connections {
  private readonly sockets = new Map<string, Socket>();

  add(socket: Socket): void {
    const peer = `${socket.remoteAddress ?? ''}:${socket.remotePort ?? ''}`;
    this.sockets.set(peer, socket);
    socket.once('close', () => this.sockets.delete(peer));
    // A client that is gone ends its calls by itself.
    socket.on('error', () => undefined);
  }

  /** @param peer as gRPC names it: address and port. */
  cut(peer: string): void {
    this.sockets.get(peer)?.destroy();
  }

  cutAll(): void {
    for (const socket of this.sockets.values()) socket.destroy();
  }
}
