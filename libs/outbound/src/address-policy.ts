import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** A range of addresses: the first of them, and how many leading bits they share with it. */
export type Network = readonly [ipaddr.IPv4 | ipaddr.IPv6, number];

/** Decides which addresses may be talked to. */
export type AddressPolicy = (address: string) => boolean;

/** IPv6 addresses are handed out from here alone; the rest is local, special or not in use (RFC 4291, IANA registry). */
const GLOBAL_UNICAST: Network = [ipaddr.IPv6.parse('2000::'), 3];

/** IPv4 addresses as IPv6-only networks write them (RFC 6052): as public as the IPv4 address within. */
const NAT64: Network = [ipaddr.IPv6.parse('64:ff9b::'), 96];

/**
 * A comma-separated list of CIDRs, e.g. `10.1.0.0/16,fd00::/8`; empty for none.
 *
 * @param setting the name of the setting, for the error.
 * @throws Error naming the setting and the entry that is not a CIDR.
 */
export function parseNetworks(text: string, setting: string): readonly Network[] {
  const entries = text.split(',').map((entry) => entry.trim()).filter((entry) => entry !== '');
  return entries.map((entry) => {
    if (!isIP(entry.split('/')[0] ?? '') || !ipaddr.isValidCIDR(entry)) {
      throw new Error(`${setting}: "${entry}" is not a network in CIDR notation, as 10.0.0.0/8 or fd00::/8.`);
    }
    return ipaddr.parseCIDR(entry);
  });
}

/**
 * Public addresses and those of `allowed` networks. Everything else is refused: loopback, private, link-local (where
 * clouds keep their metadata), shared, multicast and reserved ranges, and every way to write one of them as IPv6.
 */
export const addressPolicy = (allowed: readonly Network[] = []): AddressPolicy => (text) => {
  if (!isIP(text)) return false;
  // Turns ::ffff:a.b.c.d into a.b.c.d, which is where such a connection really goes.
  const address = ipaddr.process(text);
  return allowed.some((network) => contains(network, address)) || isPublic(address);
};

function isPublic(address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  if (isV4(address)) return address.range() === 'unicast';
  if (contains(NAT64, address)) return isPublic(new ipaddr.IPv4(address.toByteArray().slice(12)));
  return contains(GLOBAL_UNICAST, address) && address.range() === 'unicast';
}

function contains([first, bits]: Network, address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  return first.kind() === address.kind() && address.match(first, bits);
}

const isV4 = (address: ipaddr.IPv4 | ipaddr.IPv6): address is ipaddr.IPv4 => address.kind() === 'ipv4';
