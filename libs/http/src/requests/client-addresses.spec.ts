import { describe, expect, jest, test } from '@jest/globals';
import { createLogger, loadSettings } from '#platform';
import type { FastifyRequest } from 'fastify';
import { ClientAddresses, networkOf } from './client-addresses.service.js';

const settings = loadSettings({ TRUSTED_PROXIES: '127.0.0.0/8,10.0.0.0/8,fd00::/8', LOG_LEVEL: 'silent' });
const logger = createLogger(settings);
const request = (remoteAddress: string | undefined, forwarded?: string | string[]): FastifyRequest =>
  ({ socket: { remoteAddress }, headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded } }) as unknown as FastifyRequest;

describe('the address of a client', () => {
  test.each([
    ['that of the connection', '203.0.113.5', undefined, '203.0.113.5'],
    ['that of the connection, whatever it says itself', '203.0.113.5', '198.51.100.7', '203.0.113.5'],
    ['that of a trusted proxy which passes nobody on', '127.0.0.1', undefined, '127.0.0.1'],
    ['the one that a trusted proxy passes on', '127.0.0.1', '203.0.113.5', '203.0.113.5'],
    ['the one that a trusted proxy has seen, and not what it was told', '127.0.0.1', '198.51.100.7, 203.0.113.5', '203.0.113.5'],
    ['the one before a row of trusted proxies', '::ffff:127.0.0.1', ['198.51.100.7,203.0.113.5', 'fd00::1 , 10.1.2.3'], '203.0.113.5'],
    ['the first one, when all on the way are trusted', '127.0.0.1', '10.0.0.9, 10.0.0.1', '10.0.0.9'],
    ['what a trusted proxy writes that is no address', '127.0.0.1', '198.51.100.7, unknown', 'unknown'],
    ['none, when nobody is there any more', undefined, undefined, ''],
  ])('is %s', (_, remote, forwarded, expected) => {
    expect(new ClientAddresses(settings, logger).of(request(remote, forwarded))).toBe(expected);
  });

  test('is told to the log to be doubtful once, when a stranger says whom they pass on', () => {
    const warn = jest.spyOn(logger, 'warn');
    const addresses = new ClientAddresses(settings, logger);
    for (const right of [request('127.0.0.1', '203.0.113.5'), request('203.0.113.5'), request('127.0.0.1')]) addresses.of(right);
    expect(warn).not.toHaveBeenCalled();
    for (let times = 0; times < 3; times++) addresses.of(request('203.0.113.5', '198.51.100.7'));
    expect(warn.mock.calls).toEqual([[{ setting: 'TRUSTED_PROXIES' }, expect.stringContaining('name it')]]);
    expect(JSON.stringify(warn.mock.calls)).not.toContain('203.0.113.5');
    warn.mockRestore();
  });

  test.each([
    ['203.0.113.5', '203.0.113.5'],
    ['::ffff:203.0.113.5', '203.0.113.5'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:DB8:1:2::', '2001:db8:1:2::/64'],
    ['x'.repeat(200), 'x'.repeat(64)],
    ['', ''],
  ])('%s counts as %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});
