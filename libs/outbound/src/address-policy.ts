import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** A range of addresses: the first of them, and how many leading bits they share with it. */
type Network = readonly [ipaddr.IPv4 | ipaddr.IPv6, number];

/** Decides which addresses may be talked to. */
export type AddressPolicy = (address: string) => boolean;

/** IPv6 addresses are handed out from here alone; the rest is local, special or not in use (RFC 4291, IANA registry). */
const GLOBAL_UNICAST: Network = [ipaddr.IPv6.parse('2000::'), 3];

/** IPv4 addresses as IPv6-only networks write them (RFC 6052): as public as the IPv4 address within. */
const NAT64: Network = [ipaddr.IPv6.parse('64:ff9b::'), 96];

/**
 * Permits public addresses and those of the `allowed` networks. Everything else is refused: loopback, private,
 * link-local (where clouds keep their metadata), shared, multicast and reserved ranges, and every way to write one of
 * them as IPv6.
 *
 * @param allowed in CIDR notation: the setting WEBHOOK_ALLOWED_NETWORKS.
 * @throws Error naming the setting and the entry that is not a network.
 */
export function addressPolicy(allowed: readonly string[] = []): AddressPolicy {
  const networks = allowed.map(parseNetwork);
  return (text) => {
    if (!isIP(text)) return false;
    // Turns ::ffff:a.b.c.d into a.b.c.d, which is where such a connection really goes.
    const address = ipaddr.process(text);
    return networks.some((network) => contains(network, address)) || isPublic(address);
  };
}

function parseNetwork(text: string): Network {
  // The address is checked on its own, because the parser takes 10/8 for 0.0.0.10/8.
  if (!isIP(text.split('/')[0] ?? '') || !ipaddr.isValidCIDR(text)) {
    throw new Error(`WEBHOOK_ALLOWED_NETWORKS: "${text}" is not a network in CIDR notation, as 10.0.0.0/8 or fd00::/8.`);
  }
  return ipaddr.parseCIDR(text);
}

function isPublic(address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  if (isV4(address)) return address.range() === 'unicast';
  if (contains(NAT64, address)) return isPublic(new ipaddr.IPv4(address.toByteArray().slice(12)));
  return contains(GLOBAL_UNICAST, address) && address.range() === 'unicast';
}

function contains([first, bits]: Network, address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  return first.kind() === address.kind() && address.match(first, bits);
}

const isV4 = (address: ipaddr.IPv4 | ipaddr.IPv6): address is ipaddr.IPv4 => address.kind() === 'ipv4';
