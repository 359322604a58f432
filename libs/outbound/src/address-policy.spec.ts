import { describe, expect, it } from '@jest/globals';
import { addressPolicy } from './address-policy.js';

describe('the address policy', () => {
  const permits = addressPolicy();

  it.each(['8.8.8.8', '1.1.1.1', '172.32.0.1', '2606:4700:4700::1111', '::ffff:8.8.8.8', '64:ff9b::8.8.8.8'])('permits %s', (address) => {
    expect(permits(address)).toBe(true);
  });

  it.each([
    ['loopback', '127.0.0.1'],
    ['loopback', '127.255.255.254'],
    ['this host', '0.0.0.0'],
    ['this network', '0.1.2.3'],
    ['private', '10.0.0.1'],
    ['private', '172.16.0.1'],
    ['private', '172.31.255.255'],
    ['private', '192.168.1.1'],
    ['shared (CGNAT)', '100.64.0.1'],
    ['cloud metadata, link-local', '169.254.169.254'],
    ['multicast', '224.0.0.1'],
    ['broadcast', '255.255.255.255'],
    ['reserved', '240.0.0.1'],
    ['documentation', '192.0.2.1'],
    ['benchmarking', '198.18.0.1'],
    ['6to4 relay', '192.88.99.1'],
    ['IPv6 loopback', '::1'],
    ['IPv6 unspecified', '::'],
    ['IPv6 link-local', 'fe80::1'],
    ['IPv6 unique local', 'fd00::1'],
    ['IPv6 cloud metadata', 'fd00:ec2::254'],
    ['IPv6 multicast', 'ff02::1'],
    ['IPv6 site-local', 'fec0::1'],
    ['IPv6 documentation', '2001:db8::1'],
    ['IPv4-mapped loopback', '::ffff:127.0.0.1'],
    ['IPv4-mapped private', '::ffff:a00:1'],
    ['IPv4-compatible loopback', '::127.0.0.1'],
    ['IPv4-translated loopback', '::ffff:0:127.0.0.1'],
    ['6to4 of a private address', '2002:a00:1::1'],
    ['Teredo', '2001:0:4136:e378:8000:63bf:3fff:fdd2'],
    ['NAT64 of loopback', '64:ff9b::127.0.0.1'],
    ['NAT64 of cloud metadata', '64:ff9b::169.254.169.254'],
    ['local NAT64', '64:ff9b:1::8.8.8.8'],
    ['not handed out', '4000::1'],
    ['not an address', 'localhost'],
    ['not an address', ''],
  ])('refuses %s: %s', (_, address) => {
    expect(permits(address)).toBe(false);
  });

  it('permits what an allowed network holds, and no more', () => {
    const some = addressPolicy(['10.1.0.0/16', '::1/128']);
    expect(['10.1.2.3', '::ffff:10.1.2.3', '::1', '8.8.8.8'].map(some)).toEqual([true, true, true, true]);
    expect(['10.2.0.1', '127.0.0.1', '::2'].map(some)).toEqual([false, false, false]);
  });
});

describe('the list of allowed networks', () => {
  it.each(['', '10.0.0.0', '10.0.0.0/33', '10/8', 'fd00::/129', 'example.com/8'])('refuses "%s" by name', (entry) => {
    expect(() => addressPolicy(['127.0.0.0/8', entry])).toThrow(`WEBHOOK_ALLOWED_NETWORKS: "${entry}"`);
  });
});
