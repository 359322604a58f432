import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { Service, type ServiceEndedError } from '../support/service.js';

jest.setTimeout(120_000);

describe('the process', () => {
  const services: Service[] = [];
  afterEach(() => Promise.all(services.splice(0).map((service) => service.dispose())));

  const service = (env: Readonly<Record<string, string>> = {}): Service => {
    const made = new Service(env);
    services.push(made);
    return made;
  };
  /** What it said when it would not start. */
  const refusal = async (env: Readonly<Record<string, string>>): Promise<ServiceEndedError> => {
    try {
      await service(env).start();
    } catch (error) {
      return error as ServiceEndedError;
    }
    throw new Error('The service has started.');
  };

  it('refuses at once the data and the port that another one works on, which goes on undisturbed', async () => {
    const first = service();
    await first.start();
    const sameData = await refusal({ DATA_DIR: first.dataDir });
    expect(sameData.exitCode).toBe(1);
    expect(sameData.output).toMatch(/^Casetrail cannot start\. The event store .* is already open for writing, by process \d+ on /);

    const samePort = await refusal({ PORT: new URL(first.url).port });
    expect([samePort.exitCode, samePort.output]).toEqual([1, expect.stringMatching(/^ {2}- PORT is taken: something listens at 127\.0\.0\.1:\d+ already$/m)]);
    expect(await first.api.createCase({ customer: { full_name: 'Ada' } })).toMatchObject({ id: 1 });
  });

  it('names every setting that it cannot use, and shows no secret', async () => {
    const { exitCode, output } = await refusal({ PORT: '99999', LOG_LEVEL: 'loud', CASETRAIL_CLIENT_SECRET: 'too-short' });
    expect(exitCode).toBe(1);
    expect(output).toBe(
      'Casetrail cannot start. These settings cannot be used:\n' +
        '  - PORT must be a whole number from 0 to 65535\n' +
        '  - CASETRAIL_CLIENT_SECRET must have at least 16 characters\n' +
        '  - LOG_LEVEL must be one of fatal, error, warn, info, debug, trace, silent\n',
    );
  });

  it.each([
    ['an event store of another kind', { EVENT_STORE_URL: 'mysql://localhost' }, 'EVENT_STORE_URL'],
    ['a data folder that is none', { DATA_DIR: resolve('package.json') }, 'DATA_DIR cannot be used'],
    ['a host that is not this machine', { HOST: '192.0.2.1' }, 'HOST is no address of this machine'],
    ['a file of connections that is not there', { SALESFORCE_CONNECTIONS_FILE: '/nowhere/connections.json' }, 'SALESFORCE_CONNECTIONS_FILE'],
  ])('does not start with %s, and says so', async (_, env, named) => {
    const { exitCode, output } = await refusal(env);
    expect([exitCode, output]).toEqual([1, expect.stringContaining(named)]);
    expect(output).not.toContain('    at ');
  });

  it('does not start with a damaged file of connections, and names the field', async () => {
    const damaged = service();
    const file = join(damaged.dataDir, 'connections.json');
    writeFileSync(file, '[{"domain":"example.com","client_id":"x","client_secret":"hidden","fields":{}}]');
    const { exitCode, output } = await refusal({ SALESFORCE_CONNECTIONS_FILE: file });
    expect(exitCode).toBe(1);
    expect(output).toContain('0.domain: must be a host name that ends in .salesforce.com');
    expect(output).not.toContain('hidden');
  });

  it('starts with a .env that has a mistyped name, and says so', async () => {
    const started = service();
    writeFileSync(join(started.dataDir, '.env'), 'RATE_LIMITS=5\n');
    await started.start();
    await eventually(() => {
      expect(started.output).toContain('"names":["RATE_LIMITS"]');
    });
  });

  it('makes up a client and a webhook secret on its first start, and shows them this once', async () => {
    const first = service({ CASETRAIL_CLIENT_ID: '', CASETRAIL_CLIENT_SECRET: '', CASETRAIL_WEBHOOK_SECRET: '' });
    await first.start();
    expect(first.output).toMatch(/client_id +[0-9a-f-]{36}\n/);
    const secret = /client_secret +(\S+)\n/.exec(first.output)?.[1];
    expect(secret?.length).toBeGreaterThan(30);
    expect(first.output).toMatch(/webhook_secret +whsec_\S+\n/);

    const shown = first.output.length;
    await first.restart();
    expect(first.output.slice(shown)).not.toMatch(/client_secret|whsec_/);
  });
});
