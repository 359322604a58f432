import type { FastifyRequest } from 'fastify';
import ipaddr from 'ipaddr.js';
import type { Settings } from '#platform';

/**
 * The address that a request comes from: that of the other end of the connection; where that is a proxy which is trusted, the one
 * that it says in `X-Forwarded-For` it passes on, and so on. What others say there is not believed, since anybody can send it.
 * Empty for a connection that is gone.
 */
export function clientAddress({ headers, socket }: Pick<FastifyRequest, 'headers' | 'socket'>, { trustedProxies }: Pick<Settings, 'trustedProxies'>): string {
  const forwarded = [headers['x-forwarded-for'] ?? []].flat().join(',');
  const way = [...forwarded.split(','), socket.remoteAddress ?? ''].map((address) => address.trim()).filter((address) => address !== '');
  return way.findLast((address, index) => index === 0 || !isIn(trustedProxies, address)) ?? '';
}

/**
 * The network that an address stands for when it is counted: the address itself, and of IPv6 the first half, since whoever has one of
 * those has all that begin with it.
 */
export function networkOf(address: string): string {
  // What a proxy writes that is no address.
  if (!ipaddr.isValid(address)) return address.slice(0, 64);
  const parsed = ipaddr.process(address);
  return parsed instanceof ipaddr.IPv6 ? `${parsed.parts.slice(0, 4).map((part) => part.toString(16)).join(':')}::/64` : parsed.toString();
}

function isIn(networks: readonly string[], text: string): boolean {
  if (!ipaddr.isValid(text)) return false;
  const address = ipaddr.process(text);
  return networks.some((network) => {
    const [first, bits] = ipaddr.parseCIDR(network);
    return first.kind() === address.kind() && address.match(first, bits);
  });
}
