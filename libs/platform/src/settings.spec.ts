import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { loadSettings, SettingsError } from './settings.js';
import { settingNames } from './settings-schema.js';

const KEY = Buffer.alloc(32, 1).toString('base64');

const problemsOf = (env: Record<string, string>): readonly string[] => {
  try {
    loadSettings(env);
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
  return [];
};

describe('settings', () => {
  test('have defaults for everything', () => {
    expect(loadSettings({})).toEqual({
      port: 3000,
      host: '127.0.0.1',
      dataDir: './data',
      eventStoreUrl: 'sqlite:data/events.db',
      readStoreUrl: 'sqlite:data/read.db',
      brokerUrl: 'sqlite:data/broker.db',
      client: undefined,
      webhookSecret: undefined,
      masterKey: undefined,
      apiUrl: 'http://127.0.0.1:3000',
      publicUrl: undefined,
      issuer: 'http://127.0.0.1:3000',
      rateLimit: 10_000,
      trustedProxies: ['127.0.0.0/8', '::1/128'],
      webhookAllowedNetworks: [],
      salesforceConnectionsFile: undefined,
      logLevel: 'info',
      logFormat: 'json',
    });
  });

  test('follow from each other', () => {
    const settings = loadSettings({ DATA_DIR: '/var/casetrail', HOST: '::1', PORT: '80', PUBLIC_URL: 'https://cases.example.com/' }, true);
    expect(settings).toMatchObject({
      eventStoreUrl: 'sqlite:/var/casetrail/events.db',
      apiUrl: 'http://[::1]:80',
      publicUrl: 'https://cases.example.com',
      issuer: 'https://cases.example.com',
      logFormat: 'pretty',
    });
  });

  test.each([
    { EVENT_STORE_URL: 'esdb://user:secret@a:2113,b:2113?tls=true', READ_STORE_URL: 'mongodb://a:27017,b:27017/casetrail?replicaSet=rs0' },
    { EVENT_STORE_URL: 'kurrentdb+discover://cluster.example.com', READ_STORE_URL: 'mongodb+srv://example.com/cases', BROKER_URL: 'kafka://a:9092,b:9092/staging-' },
  ])('take servers for engines: %j', (urls) => {
    const { eventStoreUrl, readStoreUrl, brokerUrl } = loadSettings(urls);
    expect([eventStoreUrl, readStoreUrl, brokerUrl].slice(0, Object.keys(urls).length)).toEqual(Object.values(urls));
  });

  test.each(['file:./blobs', 'file:///mnt/blobs', 'mongodb://a:27017/documents', 'mongodb+srv://example.com/documents'])('take a place for documents: %s', (url) => {
    expect(loadSettings({ BLOB_STORE_URL: url }).blobStoreUrl).toBe(url);
  });

  test('take an empty variable for one that is not set, and leave others alone', () => {
    expect(loadSettings({ PORT: '', CASETRAIL_CLIENT_ID: '', PATH: '/bin' })).toEqual(loadSettings({}));
  });

  test('take secrets and lists', () => {
    const settings = loadSettings({
      CASETRAIL_CLIENT_ID: '0F0F0F0F-1111-4222-8333-444444444444',
      CASETRAIL_CLIENT_SECRET: 'sixteen-or-more!',
      CASETRAIL_WEBHOOK_SECRET: `whsec_${KEY}`,
      CASETRAIL_MASTER_KEY: KEY,
      WEBHOOK_ALLOWED_NETWORKS: '10.0.0.0/8, fd00::/8',
    });
    expect(settings).toMatchObject({
      client: { id: '0f0f0f0f-1111-4222-8333-444444444444', secret: 'sixteen-or-more!' },
      webhookSecret: `whsec_${KEY}`,
      masterKey: Buffer.alloc(32, 1),
      webhookAllowedNetworks: ['10.0.0.0/8', 'fd00::/8'],
    });
  });

  test.each([
    ['PORT', 'http', 'must be a whole number from 0 to 65535'],
    ['PORT', '65536', 'must be a whole number from 0 to 65535'],
    ['HOST', 'a host', 'must be a host name or an IP address'],
    ['EVENT_STORE_URL', 'mysql://x', 'must be sqlite:<file> or esdb://<host>:<port>'],
    ['EVENT_STORE_URL', 'esdb://', 'must be sqlite:<file> or esdb://<host>:<port>'],
    ['READ_STORE_URL', 'sqlite:', 'must be sqlite:<file> or mongodb://<host>:<port>/<database>'],
    ['READ_STORE_URL', 'mongodb://host:27017', 'must be sqlite:<file> or mongodb://<host>:<port>/<database>'],
    ['BROKER_URL', 'host:9092', 'must be sqlite:<file> or kafka://<host>:<port>,<host>:<port>'],
    ['BLOB_STORE_URL', './blobs', 'must be file:<folder> or mongodb://<host>:<port>/<database>'],
    ['BLOB_STORE_URL', 's3://bucket', 'must be file:<folder> or mongodb://<host>:<port>/<database>'],
    ['BLOB_STORE_URL', 'mongodb://host:27017', 'must be file:<folder> or mongodb://<host>:<port>/<database>'],
    ['CASETRAIL_WEBHOOK_SECRET', `whsec_${Buffer.alloc(23).toString('base64')}`, 'must be "whsec_" followed by 24 to 64 bytes in base64'],
    ['CASETRAIL_WEBHOOK_SECRET', KEY, 'must be "whsec_" followed by 24 to 64 bytes in base64'],
    ['CASETRAIL_MASTER_KEY', 'c2hvcnQ=', 'must be 32 bytes in base64'],
    ['PUBLIC_URL', 'ftp://example.com', 'must be an absolute http or https URL'],
    ['CASETRAIL_URL', 'localhost:3000', 'must be an absolute http or https URL'],
    ['WEBHOOK_ALLOWED_NETWORKS', '10.0.0.0/99', 'must be networks in CIDR notation, separated by commas, such as 10.0.0.0/8,fd00::/8'],
    ['WEBHOOK_ALLOWED_NETWORKS', '10/8', 'must be networks in CIDR notation, separated by commas, such as 10.0.0.0/8,fd00::/8'],
    ['TRUSTED_PROXIES', '10.0.0.1', 'must be networks in CIDR notation, separated by commas, such as 10.0.0.0/8,fd00::/8'],
    ['RATE_LIMIT', '-1', 'must be a whole number from 0 to 999999'],
    ['LOG_LEVEL', 'loud', 'must be one of fatal, error, warn, info, debug, trace, silent'],
    ['LOG_FORMAT', 'xml', 'must be json or pretty'],
  ])('refuse %s=%s and say why', (name, value, rule) => {
    expect(problemsOf({ [name]: value })).toEqual([`${name} ${rule}`]);
  });

  test('name everything that is wrong at once, and show no value', () => {
    const env = { PORT: 'x1x', CASETRAIL_CLIENT_ID: 'not-a-uuid', CASETRAIL_CLIENT_SECRET: 'tiny-secret', CASETRAIL_MASTER_KEY: 'oops-secret' };
    const problems = problemsOf(env);
    expect(problems).toEqual([
      'PORT must be a whole number from 0 to 65535',
      'CASETRAIL_CLIENT_ID must be a UUID',
      'CASETRAIL_CLIENT_SECRET must have at least 16 characters',
      'CASETRAIL_MASTER_KEY must be 32 bytes in base64',
    ]);
    for (const value of Object.values(env)) expect(new SettingsError(problems).message).not.toContain(value);
  });

  test.each([
    [{ CASETRAIL_CLIENT_ID: '0f0f0f0f-1111-4222-8333-444444444444' }, 'CASETRAIL_CLIENT_SECRET'],
    [{ CASETRAIL_CLIENT_SECRET: 'sixteen-or-more!' }, 'CASETRAIL_CLIENT_ID'],
  ])('want a client id and its secret together', (env, missing) => {
    expect(problemsOf(env)).toEqual([
      `${missing} is missing: CASETRAIL_CLIENT_ID and CASETRAIL_CLIENT_SECRET are set together or not at all`,
    ]);
  });

  test('are all in .env.example, and nothing else is', () => {
    const listed = [...new Set([...readFileSync('.env.example', 'utf8').matchAll(/^#?([A-Z_]+)=/gm)].map(([, name]) => name))];
    expect(listed.toSorted()).toEqual(settingNames.toSorted());
  });
});
