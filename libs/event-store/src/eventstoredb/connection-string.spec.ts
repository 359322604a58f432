import { expect, it } from '@jest/globals';
import { parseConnectionString } from './connection-string.js';

it('reads one node, with and without a port', () => {
  expect(parseConnectionString('esdb://localhost')).toEqual({ nodes: [{ address: 'localhost', port: 2113 }], discover: false, tls: true, options: {} });
  expect(parseConnectionString('esdb://10.0.0.1:1113/?tls=false')).toMatchObject({ nodes: [{ address: '10.0.0.1', port: 1113 }], tls: false });
});

it('reads several nodes, credentials and options, whatever their case', () => {
  expect(
    parseConnectionString('esdb://ops:p%40ss%3Aw%2Ford@one:1,two:2,three?tlsCaFile=%2Fetc%2Fca.crt&KEEPALIVEINTERVAL=20000&nodePreference=leader&defaultDeadline=1500'),
  ).toEqual({
    nodes: [{ address: 'one', port: 1 }, { address: 'two', port: 2 }, { address: 'three', port: 2113 }],
    discover: false,
    credentials: { username: 'ops', password: 'p@ss:w/ord' },
    tls: true,
    options: { tlsCAFile: '/etc/ca.crt', keepAliveInterval: 20_000, defaultDeadline: 1_500 },
  });
});

it('takes KurrentDB by its name, and the name of a cluster', () => {
  expect(parseConnectionString('kurrentdb://localhost:2113')).toEqual(parseConnectionString('esdb://localhost:2113'));
  expect(parseConnectionString('kurrentdb+discover://cluster.example')).toEqual(parseConnectionString('esdb+discover://cluster.example'));
  expect(parseConnectionString('esdb+discover://cluster.example').discover).toBe(true);
});

it.each([
  ['esdb://', /has to look like/],
  ['esdb:/localhost', /has to look like/],
  ['esdb://user:hunter2@', /has to look like/],
  ['esdb://user:hun@ter2@localhost', /has to look like|no host:port/],
  ['esdb://user:hun:ter2@localhost', /"%3A" for ":"/],
  ['esdb://hunter2@localhost', /user name and a password/],
  ['esdb://user:hunter2%@localhost', /"%" that is not followed/],
  ['esdb://user:hunter2@local host', /no host:port/],
  ['esdb://user:hunter2@localhost:port', /no host:port/],
  ['esdb://user:hunter2@localhost?tls=no', /tls=true or tls=false/],
  ['esdb://user:hunter2@localhost?keepAliveTimeout=soon', /positive number for keepAliveTimeout/],
  ['esdb://user:hunter2@localhost?colour=red', /not known: colour/],
  ['esdb://user:hunter2@localhost?tlsVerifyCert=false', /can only say tlsVerifyCert=true/],
  ['esdb://user:hunter2@localhost?nodePreference=follower', /can only say nodePreference=leader/],
])('refuses %p, and keeps the password to itself', (url, reason) => {
  expect(() => parseConnectionString(url)).toThrow(/^EVENT_STORE_URL /);
  expect(() => parseConnectionString(url)).toThrow(reason);
  expect(() => parseConnectionString(url)).not.toThrow(/hunter2|ter2/);
});
