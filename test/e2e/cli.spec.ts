import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { CLIENT, Service } from '../support/service.js';

jest.setTimeout(120_000);

const MAIN = resolve('dist/apps/cli/src/main.js');

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

let service: Service;
let caseId: number;
let checkIds: readonly number[];

beforeAll(async () => {
  service = await Service.started();
  const made = await service.api.createCase({
    external_id: 'loan-1',
    customer: { external_id: 'ada', full_name: 'Ada King', customer_type: 'INDIVIDUAL' },
    checks: [{ check_type: 'PEP' }, { check_type: 'SANCTION' }],
    auto_start: true,
  });
  caseId = made.id;
  checkIds = made.checks.map(({ id }) => id);
  await service.api.decideCheck(checkIds[0]!, { outcome: 'ACCEPTED', risk_score: 0.1 });
  await service.api.skipCheck(checkIds[1]!, 'same list');
});
afterAll(() => service.dispose());

/** The command line as an operator runs it on the machine of the service. */
const casetrail = (args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> =>
  new Promise((done) => {
    const given = {
      PATH: process.env.PATH,
      DATA_DIR: service.dataDir,
      CASETRAIL_URL: service.url,
      CASETRAIL_CLIENT_ID: CLIENT.id,
      CASETRAIL_CLIENT_SECRET: CLIENT.secret,
      ...env,
    };
    const child = execFile(process.execPath, [MAIN, ...args], { cwd: service.dataDir, env: given }, (_, out, err) => {
      done({ code: child.exitCode ?? -1, out, err });
    });
  });

const asJson = async (...args: string[]): Promise<unknown> => {
  const { code, out, err } = await casetrail([...args, '--json']);
  expect([code, err]).toEqual([0, '']);
  return JSON.parse(out) as unknown;
};

const READ_MODELS = ['case_configs', 'cases', 'check_runs', 'checks', 'customers', 'deliveries', 'documents', 'retention'];

describe('replay', () => {
  it("prints a case's life, from the log of the running service", async () => {
    const { code, out, err } = await casetrail(['replay', String(caseId)]);
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain(`Case ${caseId}  external id loan-1, organization default\nCustomer `);
    expect(out).toContain(`    Case opened for customer `);
    expect(out).toContain(`    Check ${checkIds[0]} (PEP) decided: ACCEPTED, risk 0.10\n`);
    expect(out).toContain('      status: PROCESSING → COMPLETED\n');
    expect(out).toContain('At the end  COMPLETED, ACCEPTED, risk 0.10, revision 6\n');
    expect(out).not.toContain('\u001b');
  });

  it('tells machines what the API tells', async () => {
    const told = (await asJson('replay', String(caseId))) as { history: object[]; case: object };
    const history = await service.api.history(caseId);
    expect(told.history).toHaveLength(history.length);
    expect(told.history).toEqual(history.map((entry): unknown => expect.objectContaining({ ...entry })));
    expect(told.case).toEqual(await service.api.getCase(caseId));
  });

  it('stops where it is told to', async () => {
    const told = (await asJson('replay', String(caseId), '--until', '1')) as { history: object[]; case: object };
    expect(told.history).toHaveLength(2);
    expect(told.case).toEqual(await service.api.getCase(caseId, 1));
  });

  it.each([
    [['replay', '4711'], 'There is no case 4711 in organization "default".'],
    [['replay', '1', '--org', 'nobody'], 'There is no organization "nobody".'],
    [['replay', '1', '--until', '99'], 'has the revisions 0 to 6'],
    [['replay', '1', '--until', '2001-01-01'], 'was opened at 2'],
  ])('%j fails with a clear word', async (args, problem) => {
    const { code, out, err } = await casetrail(args);
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain(problem);
  });
});

describe('projections', () => {
  it('are listed', async () => {
    expect(await asJson('projections', 'list')).toMatchObject(
      READ_MODELS.map((name) => ({ name, active: { build: expect.stringMatching(/^v\d+_1$/) }, error: null })),
    );
    expect((await casetrail(['projections', 'list'])).out).toMatch(/^PROJECTION .*\ncase_configs /);
  });

  it('are rebuilt while somebody watches', async () => {
    const { code, out, err } = await casetrail(['projections', 'rebuild', 'customers']);
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^Queries of customers read the new build v\d+_2: 1 event in /);
    expect(await asJson('projections', 'rebuild', 'customers')).toMatchObject({
      name: 'customers', rebuilding: false, active: { build: expect.stringMatching(/^v\d+_3$/), events: 1 }, building: null,
    });
  });

  it('are rebuilt while nobody watches', async () => {
    expect(await asJson('projections', 'rebuild', 'cases', '--no-wait')).toMatchObject({ name: 'cases', rebuilding: true });
  });

  it.each([
    ['a name that is none', 'what', {}, `There is no projection "what". There are: ${READ_MODELS.join(', ')}.`],
    ['a wrong secret', 'cases', { CASETRAIL_CLIENT_SECRET: 'this is not the secret' }, 'does not know the client'],
    ['no service', 'cases', { CASETRAIL_URL: 'http://127.0.0.1:1' }, 'The service does not answer at http://127.0.0.1:1'],
    ['a URL that is none', 'cases', { CASETRAIL_URL: 'nowhere' }, 'CASETRAIL_URL must be an absolute http or https URL'],
  ])('are not rebuilt with %s', async (_, name, env, problem) => {
    const { code, out, err } = await casetrail(['projections', 'rebuild', name], env);
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain(problem);
  });
});

describe('status', () => {
  it('says that all is well', async () => {
    expect(await asJson('status')).toMatchObject({ ok: true, service: { url: service.url, state: 'ready' }, problems: [] });
  });

  it('fails when the service is not there, and still tells what the read store says', async () => {
    const { code, out, err } = await casetrail(['status', '--json'], { CASETRAIL_URL: 'http://127.0.0.1:1' });
    expect(code).toBe(1);
    expect(err).toContain('The service does not answer at http://127.0.0.1:1');
    expect(JSON.parse(out)).toMatchObject({ ok: false, service: { state: 'not there' }, projections: READ_MODELS.map((name) => ({ name })) });
  });
});

describe('verify', () => {
  it('finds the log of a running service whole, with every event in it known', async () => {
    expect(await asJson('verify')).toMatchObject({
      ok: true,
      categories: { case: { streams: 1, events: 7 }, caseKey: { events: 1 }, customer: { events: 1 }, customerKey: { events: 1 } },
      violations: [],
    });
    expect((await casetrail(['verify'])).out).toContain('The log is whole');
  });

  it('names the place where an event was taken out, and where one was altered', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'casetrail-verify-'));
    try {
      const path = join(folder, 'events.db');
      const source = new DatabaseSync(join(service.dataDir, 'events.db'), { readOnly: true });
      source.exec(`VACUUM INTO '${path}'`);
      source.close();
      const copy = new DatabaseSync(path);
      copy.exec(`DELETE FROM events WHERE stream = 'case-default.${caseId}' AND revision = 2`);
      copy.exec(`UPDATE events SET data = json_set(data, '$.outcome', 'FINE') WHERE type = 'check-decided'`);
      copy.close();

      const { code, out, err } = await casetrail(['verify'], { EVENT_STORE_URL: `sqlite:${path}` });
      expect(code).toBe(1);
      expect(err).toContain('the log is not whole: 2 violations');
      expect(out).toMatch(new RegExp(`case-default\\.${caseId} #3 \\(check-requested, position \\d+\\): revision 2 is missing`));
      expect(out).toMatch(new RegExp(`case-default\\.${caseId} #4 \\(check-decided, position \\d+\\): data\\.outcome is not as the schema says`));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('says where it looked when there is no log', async () => {
    const { code, err } = await casetrail(['verify'], { DATA_DIR: join(service.dataDir, 'elsewhere') });
    expect(code).toBe(1);
    expect(err).toContain(`There is no event store at ${join(service.dataDir, 'elsewhere', 'events.db')}.`);
  });
});
