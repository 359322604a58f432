import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { loadSettings, settingNames } from '#platform';
import { type ComposeService, readComposeFile } from './compose-file.js';

const { services, networks, volumes } = readComposeFile();
const isProcess = ([, { build }]: [string, ComposeService]): boolean => build !== undefined;
const processes = Object.entries(services).filter(isProcess);
const engines = Object.entries(services).filter((service) => !isProcess(service));

/** Apps that are no part of the distributed service: all of it in one process, and tools. */
const NOT_DEPLOYED = ['standalone', 'cli', 'docs', 'webhook-listener'];
const SECRETS = { CASETRAIL_MASTER_KEY: Buffer.alloc(32, 1).toString('base64'), PUBLIC_URL: 'https://cases.example.com' };

const environmentOf = ({ environment = {} }: ComposeService): Record<string, string> =>
  Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, String(value)]));

describe('docker-compose.yml', () => {
  it('has a service for each app that is a process of the service', () => {
    const apps = readdirSync('apps').filter((app) => !NOT_DEPLOYED.includes(app));
    expect(processes.map(([name]) => name).toSorted()).toEqual(apps.toSorted());
  });

  it.each(processes)('runs the app %s, from the one image', (name, { image, build, command }) => {
    expect({ image, build, command }).toEqual({ image: 'casetrail', build: '.', command: ['node', `dist/apps/${name}/src/main.js`] });
    expect(existsSync(`apps/${name}/src/main.ts`)).toBe(true);
  });

  it.each(processes)('gives %s settings that there are, which name engines of this file', (_, service) => {
    const environment = environmentOf(service);
    expect(Object.keys(environment).filter((name) => !settingNames.includes(name))).toEqual([]);
    const settings = loadSettings({ ...environment, ...SECRETS });
    const hosts = [settings.eventStoreUrl, settings.readStoreUrl, settings.brokerUrl].map((url) => new URL(url).hostname);
    expect(hosts).toEqual(['eventstore', 'mongodb', 'kafka']);
    expect(Object.keys(services)).toEqual(expect.arrayContaining(hosts));
  });

  it('gives the file of connections to salesforce alone, where there is one', () => {
    const { services: configured } = readComposeFile({ SALESFORCE_CONNECTIONS_FILE: './connections.json' });
    const told = Object.entries(configured).map(([name, { environment, volumes: mounts = [] }]) => [name, environment?.SALESFORCE_CONNECTIONS_FILE, mounts[0]]);
    const file = '/run/salesforce-connections.json';
    expect(told.filter(([, setting]) => setting === file)).toEqual([['salesforce', file, `./connections.json:${file}:ro`]]);
    expect(services.salesforce?.environment?.SALESFORCE_CONNECTIONS_FILE ?? '').toBe('');
    expect(services.salesforce?.volumes).toEqual([`/dev/null:${file}:ro`]);
  });

  it.each(processes)('waits for healthy engines before it starts %s', (_, { depends_on: waits = {} }) => {
    expect(Object.keys(waits)).toEqual(expect.arrayContaining(['eventstore', 'mongodb']));
    for (const [name, { condition }] of Object.entries(waits)) {
      expect([condition, services[name]?.healthcheck]).toEqual(['service_healthy', expect.anything()]);
    }
  });

  it('asks each process whether it is ready, where it listens', () => {
    for (const [, service] of processes) {
      expect(service.healthcheck?.test.join(' ')).toContain(`http://127.0.0.1:${service.environment?.PORT}/readyz`);
    }
  });

  it('publishes the port of the API alone, to this machine', () => {
    const published = Object.entries(services).filter(([, { ports }]) => ports !== undefined);
    expect(published.map(([name, { ports }]) => [name, ports])).toEqual([['api', ['127.0.0.1:3000:3000']]]);
  });

  it('keeps the engines in a network without a way out, and the processes in it and in another one', () => {
    expect(networks).toEqual({ engines: { internal: true }, outside: null });
    for (const [, service] of engines) expect(service.networks).toEqual(['engines']);
    for (const [, service] of processes) expect(service.networks).toEqual(['engines', 'outside']);
  });

  it.each([
    ['eventstore', '/var/lib/kurrentdb'],
    ['mongodb', '/data/db'],
    ['kafka', '/var/lib/kafka/data'],
  ])('keeps the data of %s in a volume', (name, path) => {
    const [volume] = services[name]!.volumes!.filter((mount) => mount.endsWith(`:${path}`)).map((mount) => mount.split(':')[0]!);
    expect(Object.keys(volumes)).toContain(volume);
  });

  it.each(Object.entries(services))('restarts %s, gives it limits and time to end', (_, service) => {
    expect(service.restart).toBe('unless-stopped');
    expect(service.deploy?.resources.limits).toEqual({ cpus: expect.stringMatching(/^\d+$/), memory: expect.stringMatching(/^\d+[MG]$/) });
    // A process gives itself 10 s.
    expect(Number.parseInt(service.stop_grace_period ?? '', 10)).toBeGreaterThan(10);
  });

  it('takes images of a version each, never the latest', () => {
    for (const [, { image }] of engines) expect(image).toMatch(/:\d+\.\d/);
  });

  it('starts the version of Kafka that the specs run on', () => {
    const pom = readFileSync('test/engines/kafka/pom.xml', 'utf8');
    const version = /<artifactId>kafka_2\.13<\/artifactId>\s*<version>([\d.]+)</.exec(pom)?.[1];
    expect(services.kafka?.image).toBe(`apache/kafka:${version}`);
  });
});
