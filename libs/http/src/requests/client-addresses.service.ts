import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import ipaddr from 'ipaddr.js';
import { Logger, Settings } from '#platform';

/** Knows the address that a request comes from, also behind the proxies of TRUSTED_PROXIES. */
@Injectable()
export class ClientAddresses {
  private warned = false;

  constructor(
    private readonly settings: Settings,
    private readonly logger: Logger,
  ) {}

  /**
   * That of the other end of the connection; where that is a proxy which is trusted, the one that it says in `X-Forwarded-For` it passes
   * on, and so on. What others say there is not believed, since anybody can send it; the log is told once, because it may be a proxy that
   * somebody forgot to name.
   *
   * @returns empty for a connection that is gone.
   */
  of({ headers, socket }: Pick<FastifyRequest, 'headers' | 'socket'>): string {
    const forwarded = [headers['x-forwarded-for'] ?? []].flat().join(',');
    const way = [...forwarded.split(','), socket.remoteAddress ?? ''].map((address) => address.trim()).filter((address) => address !== '');
    const { trustedProxies } = this.settings;
    const first = way.findLastIndex((address) => !isIn(trustedProxies, address));
    if (first === way.length - 1 && way.length > 1) this.warnOnce();
    return way[Math.max(0, first)] ?? '';
  }

  private warnOnce(): void {
    if (this.warned) return;
    this.warned = true;
    this.logger.warn(
      { setting: 'TRUSTED_PROXIES' },
      'a login came with X-Forwarded-For from an address that TRUSTED_PROXIES does not name: if that is a proxy of yours, name it; ' +
        'until then all who come through it share one limit for wrong credentials',
    );
  }
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
